using System.Security.Cryptography;
using System.Text;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>
/// From the offices' own numbers to the rows' ids. A row that is there is found by its number, or by its id when it has none. A new one gets an id that is
/// always the same for the same jurisdiction and number, so that a second import finds what the first wrote, and never another jurisdiction's.
/// </summary>
internal sealed class ImportIds
{
    private readonly string _jurisdiction;
    private readonly Dictionary<string, IReadOnlyDictionary<string, Known>> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Level, string Name), string> _terms = [];

    private ImportIds(string jurisdiction) => _jurisdiction = jurisdiction;

    public static async Task<ImportIds> LoadAsync(WriteScope scope, string jurisdiction)
    {
        var ids = new ImportIds(jurisdiction);
        foreach (var table in (string[])["stations", "deputies", "agencies", "reception_rules", "constituencies", "answer_templates"])
        {
            var rows = await scope.ListAsync<Known>($"select id, reference from {table} where jurisdiction = @jurisdiction", new { jurisdiction });
            var known = rows.ToDictionary(row => row.Reference ?? row.Id, StringComparer.Ordinal);
            foreach (var row in rows)
                known.TryAdd(row.Id, row);
            ids._tables[table] = known;
        }

        foreach (var (id, level, name) in await scope.ListAsync<(string Id, string Level, string Name)>("select id, level, name from congress_terms where jurisdiction = @jurisdiction", new { jurisdiction }))
            ids._terms[(level, name)] = id;
        return ids;
    }

    public string Station(string number) => Of("stations", "station", number);

    public string Deputy(string number) => Of("deputies", "deputy", number);

    public string Agency(string number) => Of("agencies", "agency", number);

    public string ReceptionRule(string number) => Of("reception_rules", "reception-rule", number);

    public string Constituency(string number) => Of("constituencies", "constituency", number);

    public string AnswerTemplate(string number) => Of("answer_templates", "answer-template", number);

    /// <summary>Terms have no numbers. One that was renamed keeps the id that its first name gave it: whoever takes that name up again gets another.</summary>
    public string Term(DistrictLevel level, string name)
    {
        if (_terms.TryGetValue((level.ToString(), name), out var known))
            return known;

        var id = NewId("term", $"{level}/{name}");
        while (_terms.ContainsValue(id))
            id = NewId("term", id);
        return id;
    }

    /// <summary>Has a term called by a name that it does not have yet; false when another one has it.</summary>
    public bool TermIs(DistrictLevel level, string name, string id) => _terms.TryAdd((level.ToString(), name), id) || _terms[(level.ToString(), name)] == id;

    public bool Knows(string table, string number) => _tables[table].ContainsKey(number);

    /// <summary>The number as it is stored: a row that is called by its id has none.</summary>
    public string? NumberOf(string table, string number) => _tables[table].TryGetValue(number, out var known) ? known.Reference : number;

    private string Of(string table, string kind, string number) => _tables[table].TryGetValue(number, out var known)
        ? known.Id
        : NewId(kind, number);

    private string NewId(string kind, string number) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_jurisdiction}/{kind}/{number}")))[..32];

    private sealed record Known
    {
        public string Id { get; init; } = "";

        public string? Reference { get; init; }
    }
}
