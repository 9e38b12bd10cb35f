using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Deadlines;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>From a scanned code and a category to where a report belongs: the station, its district, the deputy whose turn it is, the limits there.</summary>
public sealed class StationDesk(RuleBook book)
{
    // Enough to tell a busy deputy from a free one; counting on would cost more the longer the queue is.
    private const int CountUpTo = 50;

    public sealed record Opened(string Jurisdiction, string NumberPrefix, string StationId, string District, string? DeputyId, DateRules Rules);

    public async Task<Result<Opened>> OpenAsync(DbConnection connection, string typedCode, string categoryId, DateTimeOffset now)
    {
        if (!StationCode.TryParse(typedCode, out var code))
            return new Refusal(ErrorCodes.StationCodeUnknown);

        // One trip to the database: this is on the way of every report.
        var today = ChinaTime.DateOf(now);
        await using var found = await connection.QueryMultipleAsync(
            $"{SelectStation}; {SelectCategory}; {SelectDeputies}; {SelectPolicies}; {SelectNotices}", new { Code = code.ToString(), categoryId, Today = today, CountUpTo, CountUpToBefore = CountUpTo - 1 });
        if (await found.ReadFirstOrDefaultAsync<StationRow>() is not { } station)
            return new Refusal(ErrorCodes.StationCodeUnknown);
        if (!CodeStanding.Opens(Enum.Parse<CodeStatus>(station.Status), station.GraceUntil, now) || !station.Active)
            return new Refusal(ErrorCodes.StationCodeRevoked);

        var category = await found.ReadFirstOrDefaultAsync<CategoryRow>();
        if (category is null)
            return Refusal.OfField("categoryId", "field_category_unknown");
        if (category.Stopper is not null)
            return new Refusal(ErrorCodes.CategoryStopped);

        var deputies = (await found.ReadAsync<DeputyRow>()).AsList();
        var policies = await found.ReadAsync<Policies.Row>();
        var notices = await found.ReadAsync<string>();
        await found.DisposeAsync();
        var rules = await book.LoadAsync(connection, station.Jurisdiction, policies, notices);
        var choice = DeputyRouting.Choose([.. deputies.Select(deputy => deputy.ToCandidate(today))], today);
        return new Opened(station.Jurisdiction, station.NumberPrefix, station.StationId, station.District, choice.Chosen?.Id, rules);
    }

    /// <summary>The deputy whose turn it is at a station, other than the one who has the case; null when there is nobody else.</summary>
    public static async Task<string?> ChooseDeputyAsync(WriteScope scope, string stationId, string? other, DateTimeOffset now)
    {
        var today = ChinaTime.DateOf(now);
        var deputies = await scope.ListAsync<DeputyRow>(
            SelectStationDeputies, new { stationId, Today = today, CountUpTo, CountUpToBefore = CountUpTo - 1 });
        return DeputyRouting.Choose([.. deputies.Where(deputy => deputy.Id != other).Select(deputy => deputy.ToCandidate(today))], today).Chosen?.Id;
    }

    private const string SelectStation = """
        select c.status, c.grace_until, s.active, s.id as station_id, s.district, s.jurisdiction, j.number_prefix
        from station_codes c
        join stations s on s.id = c.station_id
        join jurisdictions j on j.code = s.jurisdiction
        where c.code = @Code
        """;

    private const string SelectCategory = """
        select k.stopper from categories k
        join stations s on s.jurisdiction = k.jurisdiction
        join station_codes c on c.station_id = s.id
        where c.code = @Code and k.id = @categoryId
        """;

    private const string DeputyColumns = """
        select d.id, d.level, sd.position,
          exists (select 1 from reception_days r where r.station_id = sd.station_id and r.held_on = @Today and r.deputy_id = d.id) as receives_today,
          case when (select 1 from cases w where w.deputy_id = d.id and w.status = 'Received' limit 1 offset @CountUpToBefore) = 1 then @CountUpTo
            else (select count(*) from cases w where w.deputy_id = d.id and w.status = 'Received') end as waiting
        """;

    private const string SelectStationDeputies = $"""
        {DeputyColumns}
        from station_deputies sd
        join deputies d on d.id = sd.deputy_id
        where sd.station_id = @stationId and d.active = 1
        """;

    private const string SelectDeputies = $"""
        {DeputyColumns}
        from station_codes c
        join station_deputies sd on sd.station_id = c.station_id
        join deputies d on d.id = sd.deputy_id
        where c.code = @Code and d.active = 1
        """;

    private const string SelectPolicies = $"{Policies.Select} where jurisdiction = {JurisdictionOfCode}";

    private const string SelectNotices = $"{RuleBook.SelectNotices} or jurisdiction = {JurisdictionOfCode} order by id";

    private const string JurisdictionOfCode =
        "(select s.jurisdiction from station_codes c join stations s on s.id = c.station_id where c.code = @Code)";

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

        public int Waiting { get; init; }

        public DeputyCandidate ToCandidate(DateOnly today) =>
            new(Id, Enum.Parse<DistrictLevel>(Level), Position, Waiting, false, ReceivesToday ? [today] : []);
    }
}
