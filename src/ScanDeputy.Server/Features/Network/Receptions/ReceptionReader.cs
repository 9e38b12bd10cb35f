using System.Data.Common;
using System.Globalization;
using Dapper;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>A time at which a station receives, as everybody may know it.</summary>
/// <param name="Starts">HH:mm, China time; null for a day that was published without times.</param>
/// <param name="Capacity">How many can book; 0 where nobody needs to.</param>
/// <param name="Free">How many still can.</param>
/// <param name="Reason">Why it was cancelled or moved, where somebody said so.</param>
public sealed record Reception(
    string Id, string Station, DateOnly Date, string? Starts, string? Ends, IReadOnlyList<ReceivingPerson> Deputies, string? Topic, string? Guests, int Capacity, int Free, bool Cancelled,
    string? Reason)
{
    internal int Sequence { get; init; }

    internal DateTimeOffset? ChangedAt { get; init; }
}

public sealed record ReceivingPerson(string Id, string Name);

/// <summary>Reads what is published: the days of rules, and the single days that an office has handed in beside them.</summary>
internal static class ReceptionReader
{
    public static async Task<IReadOnlyList<Reception>> OfStationAsync(DbConnection connection, string stationId, DateOnly from, DateOnly to)
    {
        var values = new { stationId, from, to };
        var planned = await connection.QueryAsync<Row>(SelectPlanned, values);
        var single = await connection.QueryAsync<Row>(SelectSingle, values);
        return Build(planned.Concat(single));
    }

    public static async Task<IReadOnlyList<Reception>> OfDeputyAsync(DbConnection connection, string deputyId, DateOnly from, DateOnly to)
    {
        var values = new { deputyId, from, to };
        return Build((await connection.QueryAsync<Row>(SelectPlannedOfDeputy, values)).Concat(await connection.QueryAsync<Row>(SelectSingleOfDeputy, values)));
    }

    private static IReadOnlyList<Reception> Build(IEnumerable<Row> rows) =>
    [
        .. from row in rows
           group row by row.Key into one
           let first = one.First()
           orderby first.HeldOn, first.Starts, first.Key
           select first.ToReception([.. one.Where(row => row.DeputyId is not null).Select(row => new ReceivingPerson(row.DeputyId!, row.Name!))]),
    ];

    private const string PlannedColumns = """
        select r.id, r.station_id, r.held_on, r.starts, r.ends, r.topic, r.guests, r.capacity, r.booked, r.status, r.reason, r.sequence, r.changed_at, p.id as deputy_id, p.name
        from receptions r left join reception_deputies d on d.reception_id = r.id left join deputies p on p.id = d.deputy_id
        """;

    private const string SelectPlanned = $"{PlannedColumns} where r.station_id = @stationId and r.held_on >= @from and r.held_on <= @to order by r.held_on, r.starts, r.id, d.position";

    private const string SelectPlannedOfDeputy = $"""
        {PlannedColumns} where r.id in (select m.reception_id from reception_deputies m where m.deputy_id = @deputyId) and r.held_on >= @from and r.held_on <= @to
        order by r.held_on, r.starts, r.id, d.position
        """;

    private const string SingleColumns = """
        select '' as id, r.station_id, r.held_on, 'planned' as status, r.deputy_id, p.name
        from reception_days r join deputies p on p.id = r.deputy_id
        """;

    private const string SelectSingle = $"{SingleColumns} where r.station_id = @stationId and r.held_on >= @from and r.held_on <= @to and p.active = 1 order by r.held_on, p.name";

    private const string SelectSingleOfDeputy = $"""
        {SingleColumns} join reception_days m on m.station_id = r.station_id and m.held_on = r.held_on and m.deputy_id = @deputyId
        where r.held_on >= @from and r.held_on <= @to and p.active = 1 order by r.held_on, p.name
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string StationId { get; init; } = "";

        public DateOnly HeldOn { get; init; }

        public string? Starts { get; init; }

        public string? Ends { get; init; }

        public string? Topic { get; init; }

        public string? Guests { get; init; }

        public int Capacity { get; init; }

        public int Booked { get; init; }

        public string Status { get; init; } = "";

        public string? Reason { get; init; }

        public int Sequence { get; init; }

        public DateTimeOffset? ChangedAt { get; init; }

        public string? DeputyId { get; init; }

        public string? Name { get; init; }

        /// <summary>A single day has no id of its own.</summary>
        public string Key => Id.Length > 0 ? Id : string.Create(CultureInfo.InvariantCulture, $"{StationId}-{HeldOn:yyyyMMdd}");

        public Reception ToReception(IReadOnlyList<ReceivingPerson> deputies) => new(
            Key, StationId, HeldOn, Starts, Ends, deputies, Topic is { Length: > 0 } ? Topic : null, Guests is { Length: > 0 } ? Guests : null, Capacity,
            Math.Max(0, Capacity - Booked), Status == ReceptionRow.Cancelled, Reason)
        { Sequence = Sequence, ChangedAt = ChangedAt };
    }
}
