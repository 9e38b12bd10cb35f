using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>What the days of a jurisdiction's rules follow from, read in one transaction.</summary>
/// <param name="Deputies">By their numbers and ids.</param>
/// <param name="Seated">By the station.</param>
internal sealed record ReceptionGround(WorkingCalendar Calendar, IReadOnlyDictionary<string, ReceivingDeputy> Deputies, ILookup<string, string> Seated)
{
    public IReadOnlyList<ReceptionDay> DaysOf(ReceptionRuleRow rule, DateOnly until) => rule.Days(until, Calendar, Deputies, [.. Seated[rule.StationId]]);

    public static async Task<ReceptionGround> LoadAsync(RuleBook book, DbConnection connection, string jurisdiction, DbTransaction? transaction)
    {
        var calendar = (await book.LoadAsync(connection, jurisdiction, transaction)).Calendar;
        var all = (await connection.QueryAsync<ReceivingDeputy>(SelectDeputies, new { jurisdiction }, transaction)).AsList();
        var deputies = all.ToDictionary(deputy => deputy.Number, StringComparer.Ordinal);
        foreach (var deputy in all)
            deputies.TryAdd(deputy.Id, deputy);
        var seats = await connection.QueryAsync<Seat>(SelectSeats, new { jurisdiction }, transaction);
        return new ReceptionGround(calendar, deputies, seats.ToLookup(seat => seat.StationId, seat => seat.DeputyId, StringComparer.Ordinal));
    }

    private const string SelectDeputies = "select id, coalesce(reference, id) as number, name, active from deputies where jurisdiction = @jurisdiction";

    private const string SelectSeats = """
        select m.station_id, m.deputy_id from station_deputies m join stations s on s.id = m.station_id
        where s.jurisdiction = @jurisdiction order by m.station_id, m.position, m.deputy_id
        """;

    private sealed record Seat
    {
        public string StationId { get; init; } = "";

        public string DeputyId { get; init; } = "";
    }
}

internal static class ReceptionRuleReader
{
    public static async Task<IReadOnlyList<ReceptionRuleRow>> OfJurisdictionAsync(DbConnection connection, string jurisdiction) =>
        (await connection.QueryAsync<ReceptionRuleRow>($"{Select} where r.jurisdiction = @jurisdiction order by r.id", new { jurisdiction })).AsList();

    public static Task<IReadOnlyList<ReceptionRuleRow>> OfIdsAsync(WriteScope scope, IReadOnlyCollection<string> ids) =>
        scope.ListAsync<ReceptionRuleRow>($"{Select} where r.id in @ids order by r.id", new { ids });

    private const string Select = """
        select r.id, r.jurisdiction, r.station_id, r.recurrence, r.starts_on, r.times, r.deputies, r.at_once, r.topic, r.guests, r.capacity, r.day_off, r.exceptions,
          r.active = 1 and s.active = 1 as active
        from reception_rules r join stations s on s.id = r.station_id
        """;
}
