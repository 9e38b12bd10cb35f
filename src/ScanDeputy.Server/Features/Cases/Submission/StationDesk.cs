using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>From a scanned code and a category to where a report belongs: the station, its district, the deputy whose turn it is, the limits there.</summary>
public sealed class StationDesk(Database database, RuleBook book, TimeProvider clock)
{
    // Enough to tell a busy deputy from a free one; counting on would cost more the longer the queue is.
    private const int CountUpTo = 50;

    // Where all have that many, counting tells nothing, just when reports come fast and each would count them beside the others' inserts.
    private static readonly TimeSpan NotCountedAgain = TimeSpan.FromSeconds(10);

    /// <summary>By the code, since when all deputies of its station are known to be busy.</summary>
    private readonly ConcurrentDictionary<string, long> _allBusy = new(StringComparer.Ordinal);

    /// <param name="Accounts">The chosen deputy's, who hears of the report.</param>
    public sealed record Opened(
        string Jurisdiction, string NumberPrefix, string StationId, string District, string? DeputyId, IReadOnlyList<Recipient> Accounts, DateRules Rules);

    public async Task<Result<Opened>> OpenAsync(string typedCode, string categoryId, string? deputyId, DateTimeOffset now, CancellationToken ct) =>
        StationCode.TryRead(typedCode, out var code)
            ? await database.ReadAsync(connection => OpenAsync(connection, code, categoryId, deputyId, now), ct)
            : new Refusal(StationErrors.StationCodeUnknown);

    private async Task<Result<Opened>> OpenAsync(DbConnection connection, StationCode code, string categoryId, string? deputyId, DateTimeOffset now)
    {
        // One trip to the database, and few statements: this is on the way of every report.
        var today = ChinaTime.DateOf(now);
        var allBusy = _allBusy.TryGetValue(code.ToString(), out var since) && clock.GetElapsedTime(since) < NotCountedAgain;
        await using var found = await connection.QueryMultipleAsync(
            $"{(allBusy ? SelectBusyStation : SelectStation)}; {SelectPolicies}; {SelectNotices}", new { Code = code.ToString(), categoryId, Today = today, CountUpTo, CountUpToBefore = CountUpTo - 1 });
        var rows = (await found.ReadAsync<StationRow>()).AsList();
        if (RefusalOf(rows, now) is { } refusal)
            return refusal;

        var policies = await found.ReadAsync<Policies.Row>();
        var notices = await found.ReadAsync<string>();
        await found.DisposeAsync();
        var station = rows[0];
        var rules = await book.LoadAsync(connection, station.Jurisdiction, policies, notices);
        var deputies = rows.Where(row => row.Level is not null).DistinctBy(row => row.Id, StringComparer.Ordinal).ToList();
        if (!allBusy)
            Remember(code.ToString(), deputies);
        if (!string.IsNullOrEmpty(deputyId) && deputies.TrueForAll(deputy => deputy.Id != deputyId))
        {
            return await ElectedHereAsync(connection, deputyId, station) is { } accounts
                ? new Opened(station.Jurisdiction, station.NumberPrefix, station.StationId, station.District, deputyId, accounts, rules)
                : Refusal.OfField("deputyId", "field_deputy_not_here");
        }

        var chosen = !string.IsNullOrEmpty(deputyId) ? deputyId : DeputyRouting.Choose([.. deputies.Select(deputy => deputy.ToCandidate(today))], today).Chosen?.Id;
        return new Opened(station.Jurisdiction, station.NumberPrefix, station.StationId, station.District, chosen, AccountsOf(chosen, rows), rules);
    }

    /// <summary>The accounts of one whom a constituency around the station elected; null for anybody else.</summary>
    private static async Task<IReadOnlyList<Recipient>?> ElectedHereAsync(DbConnection connection, string deputyId, StationRow station)
    {
        var place = DistrictCode.Parse(station.District);
        var elected = await connection.QueryFirstOrDefaultAsync<int?>(
            SelectElected, new { deputyId, station.Jurisdiction, From = place.ToString(), To = place.Last, Town = place.Town?.ToString() ?? "" });
        return elected is null ? null : (await connection.QueryAsync<Recipient>(SelectAccounts, new { deputyId })).AsList();
    }

    private void Remember(string code, List<StationRow> deputies)
    {
        if (deputies.Count > 0 && deputies.TrueForAll(deputy => deputy.Waiting >= CountUpTo))
            _allBusy[code] = clock.GetTimestamp();
        else
            _allBusy.TryRemove(code, out _);
    }

    private static Refusal? RefusalOf(List<StationRow> rows, DateTimeOffset now) => rows switch
    {
        [] => new Refusal(StationErrors.StationCodeUnknown),
        [var station, ..] when !CodeStanding.TakesReports(Enum.Parse<CodeStatus>(station.Status), station.GraceUntil, station.RevokedAt, now) || !station.Active => new Refusal(StationErrors.StationCodeRevoked),
        [{ CategoryId: null }, ..] => Refusal.OfField("categoryId", "field_category_unknown"),
        [{ Stopper: not null }, ..] => new Refusal(CaseErrors.CategoryStopped),
        _ => null,
    };

    private static IReadOnlyList<Recipient> AccountsOf(string? deputyId, List<StationRow> rows) =>
    [
        .. from row in rows
           where row.Id == deputyId && row.AccountId is not null
           orderby row.AccountId
           select new Recipient { Id = row.AccountId!, WasAway = row.WasAway },
    ];

    /// <summary>The deputy whose turn it is at a station, other than the one who has the case; null when there is nobody else.</summary>
    public static async Task<string?> ChooseDeputyAsync(WriteScope scope, string stationId, string? other, DateTimeOffset now)
    {
        var today = ChinaTime.DateOf(now);
        var deputies = await scope.ListAsync<DeputyRow>(
            SelectStationDeputies, new { stationId, Today = today, CountUpTo, CountUpToBefore = CountUpTo - 1 });
        return DeputyRouting.Choose([.. deputies.Where(deputy => deputy.Id != other).Select(deputy => deputy.ToCandidate(today))], today).Chosen?.Id;
    }

    private const string Waiting = """
        case when (select 1 from cases w where w.deputy_id = d.id and w.status = 'Received' limit 1 offset @CountUpToBefore) = 1 then @CountUpTo
          else (select count(*) from cases w where w.deputy_id = d.id and w.status = 'Received') end
        """;

    private const string ReceivesToday = """
        case when exists (select 1 from reception_days r where r.station_id = sd.station_id and r.held_on = @Today and r.deputy_id = d.id)
          or exists (select 1 from receptions r join reception_deputies t on t.reception_id = r.id and t.deputy_id = d.id
            where r.station_id = sd.station_id and r.held_on = @Today and r.status = 'planned') then 1 else 0 end
        """;

    private const string SelectStationDeputies = $"""
        select d.id, d.level, sd.position, {ReceivesToday} as receives_today, {Waiting} as waiting
        from station_deputies sd
        join deputies d on d.id = sd.deputy_id
        where sd.station_id = @stationId and d.active = 1
        """;

    // A row for each account of each deputy; one without a deputy where the station has none.
    private const string SelectStation = $"{StationColumns}, {Waiting} as waiting {FromStation}";

    private const string SelectBusyStation = $"{StationColumns}, @CountUpTo as waiting {FromStation}";

    private const string StationColumns = $"""
        select c.status, c.grace_until, c.revoked_at, s.active, s.id as station_id, s.district, s.jurisdiction, j.number_prefix, k.id as category_id, k.stopper,
          d.id, d.level, sd.position, {ReceivesToday} as receives_today, u.id as account_id, {StageOwnerAccounts.WasAway} as was_away
        """;

    private const string FromStation = """
        from station_codes c
        join stations s on s.id = c.station_id
        join jurisdictions j on j.code = s.jurisdiction
        left join categories k on k.id = @categoryId and k.jurisdiction = s.jurisdiction and k.active = 1
        left join station_deputies sd on sd.station_id = s.id
        left join deputies d on d.id = sd.deputy_id and d.active = 1
        left join users u on u.deputy_id = d.id and u.active = 1
        where c.code = @Code
        """;

    private const string SelectElected = """
        select 1 from constituency_deputies y join constituencies c on c.id = y.constituency_id join constituency_districts x on x.constituency_id = c.id join deputies p on p.id = y.deputy_id
        where y.deputy_id = @deputyId and c.jurisdiction = @Jurisdiction and c.active = 1 and p.active = 1 and (x.district between @From and @To or x.district = @Town) limit 1
        """;

    private const string SelectAccounts = $"select {StageOwnerAccounts.RecipientColumns} from users u where u.deputy_id = @deputyId and u.active = 1 order by u.id";

    private const string SelectPolicies = $"{Policies.Select} where jurisdiction = {JurisdictionOfCode}";

    private const string SelectNotices = $"{RuleBook.SelectNotices} or jurisdiction = {JurisdictionOfCode} order by id";

    private const string JurisdictionOfCode =
        "(select s.jurisdiction from station_codes c join stations s on s.id = c.station_id where c.code = @Code)";

    private record DeputyRow
    {
        public string Id { get; init; } = "";

        public string? Level { get; init; }

        public int Position { get; init; }

        public bool ReceivesToday { get; init; }

        public int Waiting { get; init; }

        public DeputyCandidate ToCandidate(DateOnly today) =>
            new(Id, Enum.Parse<DistrictLevel>(Level!), Position, Waiting, false, ReceivesToday ? [today] : []);
    }

    private sealed record StationRow : DeputyRow
    {
        public string Status { get; init; } = "";

        public DateTimeOffset? GraceUntil { get; init; }

        public DateTimeOffset? RevokedAt { get; init; }

        public bool Active { get; init; }

        public string StationId { get; init; } = "";

        public string District { get; init; } = "";

        public string Jurisdiction { get; init; } = "";

        public string NumberPrefix { get; init; } = "";

        public string? CategoryId { get; init; }

        public string? Stopper { get; init; }

        public string? AccountId { get; init; }

        public bool WasAway { get; init; }
    }
}
