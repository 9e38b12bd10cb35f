using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>From a scanned code and a category to where a report belongs: the station, its district, the deputy whose turn it is.</summary>
public sealed class StationDesk
{
    // Enough to tell a busy deputy from a free one; counting on would cost more the longer the queue is.
    private const int CountUpTo = 50;

    public sealed record Opened(string Jurisdiction, string NumberPrefix, string StationId, string District, string? DeputyId);

    public async Task<Result<Opened>> OpenAsync(DbConnection connection, string typedCode, string categoryId, DateTimeOffset now)
    {
        if (!StationCode.TryParse(typedCode, out var code)
            || await connection.QueryFirstOrDefaultAsync<StationRow>(SelectStation, new { Code = code.ToString() }) is not { } station)
            return new Refusal(ErrorCodes.StationCodeUnknown);
        if (!CodeStanding.Opens(Enum.Parse<CodeStatus>(station.Status), station.GraceUntil, now) || !station.Active)
            return new Refusal(ErrorCodes.StationCodeRevoked);

        var category = await connection.QueryFirstOrDefaultAsync<CategoryRow>(SelectCategory, new { categoryId, station.Jurisdiction });
        if (category is null)
            return Refusal.OfField("categoryId", "field_category_unknown");
        if (category.Stopper is not null)
            return new Refusal(ErrorCodes.CategoryStopped);

        var today = ChinaTime.DateOf(now);
        var candidates = new List<DeputyCandidate>();
        foreach (var deputy in await connection.QueryAsync<DeputyRow>(SelectDeputies, new { station.StationId, Today = today }))
        {
            var open = await connection.ExecuteScalarAsync<int>(CountOpen, new { deputy.Id, CountUpTo });
            candidates.Add(deputy.ToCandidate(open, today));
        }

        var choice = DeputyRouting.Choose(candidates, today);
        return new Opened(station.Jurisdiction, station.NumberPrefix, station.StationId, station.District, choice.Chosen?.Id);
    }

    private const string SelectStation = """
        select c.status, c.grace_until, s.active, s.id as station_id, s.district, s.jurisdiction, j.number_prefix
        from station_codes c
        join stations s on s.id = c.station_id
        join jurisdictions j on j.code = s.jurisdiction
        where c.code = @Code
        """;

    private const string SelectCategory = "select stopper from categories where id = @categoryId and jurisdiction = @Jurisdiction";

    private const string SelectDeputies = """
        select d.id, d.level, sd.position,
          exists (select 1 from reception_days r where r.station_id = sd.station_id and r.held_on = @Today and r.deputy_id = d.id) as receives_today
        from station_deputies sd join deputies d on d.id = sd.deputy_id
        where sd.station_id = @StationId and d.active = 1
        """;

    private const string CountOpen = """
        select count(*) from (select 1 from cases where deputy_id = @Id and status = 'Received' limit @CountUpTo) as waiting
        """;

    private sealed record StationRow
    {
        public string Status { get; init; } = "";

        public DateTimeOffset? GraceUntil { get; init; }

        public bool Active { get; init; }

        public string StationId { get; init; } = "";

        public string District { get; init; } = "";

        public string Jurisdiction { get; init; } = "";

        public string NumberPrefix { get; init; } = "";
    }

    private sealed record CategoryRow
    {
        public string? Stopper { get; init; }
    }

    private sealed record DeputyRow
    {
        public string Id { get; init; } = "";

        public string Level { get; init; } = "";

        public int Position { get; init; }

        public bool ReceivesToday { get; init; }

        public DeputyCandidate ToCandidate(int openCases, DateOnly today) =>
            new(Id, Enum.Parse<DistrictLevel>(Level), Position, openCases, false, ReceivesToday ? [today] : []);
    }
}
