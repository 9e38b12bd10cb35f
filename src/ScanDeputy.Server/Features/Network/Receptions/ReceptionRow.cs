using System.Globalization;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>A time of day on a day, as it is stored.</summary>
internal sealed record ReceptionRow
{
    public const string Planned = "planned";
    public const string Cancelled = "cancelled";

    public string Id { get; init; } = "";

    public string Jurisdiction { get; init; } = "";

    public string RuleId { get; init; } = "";

    public string StationId { get; init; } = "";

    public DateOnly PlannedOn { get; init; }

    public DateOnly HeldOn { get; init; }

    public string Starts { get; init; } = "";

    public string Ends { get; init; } = "";

    public string Topic { get; init; } = "";

    public string Guests { get; init; } = "";

    public int Capacity { get; init; }

    public int Booked { get; init; }

    public string Status { get; init; } = "";

    public string? Reason { get; init; }

    public int Sequence { get; init; }

    /// <param name="place">Which of the rule's times of day, from 0.</param>
    public static string IdOf(string ruleId, DateOnly plannedOn, int place) => string.Create(CultureInfo.InvariantCulture, $"{ruleId}-{plannedOn:yyyyMMdd}-{place}");

    /// <summary>Whether the two are the same to somebody who comes.</summary>
    public bool IsSameTime(ReceptionRow other) => HeldOn == other.HeldOn && Starts == other.Starts && Ends == other.Ends && Status == other.Status;

    internal const string Select = """
        select r.id, r.jurisdiction, r.rule_id, r.station_id, r.planned_on, r.held_on, r.starts, r.ends, r.topic, r.guests, r.capacity, r.booked, r.status, r.reason, r.sequence
        from receptions r
        """;
}
