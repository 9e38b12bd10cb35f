using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Congresses;

/// <summary>
/// 届次 as a file or a page says them: the terms of each level's congress. Level and name identify one, and deputies belong to it by both, so that neither changes
/// while a deputy, in office or not, has them.
/// </summary>
internal sealed class TermSheet(MasterData data, string jurisdiction, ImportIds ids)
{
    public static MasterData.TermLine Read(ImportRow row)
    {
        var line = new MasterData.TermLine(row, row.Required("name", 50), row.OneOf("level", MasterData.Levels), row.Date("first_on"), row.MaybeDate("last_on"));
        if (line.FirstOn != default && line.LastOn < line.FirstOn)
            row.Fault("last_on", "term_days");
        return line;
    }

    public async Task CheckAsync(WriteScope scope)
    {
        if (data.Terms.Count == 0)
            return;

        var stored = (await scope.ListAsync<Stored>(Select, new { jurisdiction })).ToDictionary(term => term.Id, StringComparer.Ordinal);
        foreach (var line in data.Terms)
        {
            if (!stored.TryGetValue(ids.Term(line.Level, line.Name), out var term))
                continue;

            var renamed = term.Level != line.Level.ToString() || term.Name != line.Name;
            if (term.Ended && (renamed || term.FirstOn != line.FirstOn || term.LastOn != line.LastOn))
                line.Row.Fault("name", "term_ended");
            else if (renamed && term.Deputies > 0)
                line.Row.Fault(term.Name != line.Name ? "name" : "level", "term_has_deputies", term.Deputies, Terms.Of(Enum.Parse<DistrictLevel>(term.Level)), term.Name);
        }
    }

    public static Task WriteAsync(Upsert upsert, IReadOnlyList<MasterData.TermLine> lines, string jurisdiction, ImportIds ids) =>
        upsert.RunAsync("congress_terms", 1, lines.Select(line => new (string, object?)[]
        {
            ("id", ids.Term(line.Level, line.Name)), ("jurisdiction", jurisdiction), ("level", line.Level), ("name", line.Name), ("first_on", line.FirstOn), ("last_on", line.LastOn),
        }));

    private const string Select = """
        select t.id, t.level, t.name, t.first_on, t.last_on, case when t.ended_at is null then 0 else 1 end as ended,
          (select count(*) from deputies d where d.jurisdiction = t.jurisdiction and d.level = t.level and d.term = t.name) as deputies
        from congress_terms t where t.jurisdiction = @jurisdiction
        """;

    private sealed record Stored
    {
        public string Id { get; init; } = "";

        public string Level { get; init; } = "";

        public string Name { get; init; } = "";

        public DateOnly FirstOn { get; init; }

        public DateOnly? LastOn { get; init; }

        public bool Ended { get; init; }

        public int Deputies { get; init; }
    }
}
