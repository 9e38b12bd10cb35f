using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>Reads a rule's fields from a row of a sheet.</summary>
internal static class ReceptionRuleFields
{
    public const int MostDeputies = 200;
    public const int LargestCapacity = 500;

    // A rule that begins long ago has its turns counted from there, and one that never comes is a mistake.
    private const int YearsLookedAt = 8;

    private static readonly Recurrence StandIn = Recurrence.Find("FREQ=DAILY;COUNT=1")!;

    public static MasterData.ReceptionRuleLine Read(ImportRow row)
    {
        var starts = row.Date("starts_on");
        return new MasterData.ReceptionRuleLine(
            row, row.Id("id"), row.Id("station"), RecurrenceOf(row, starts), starts, HoursOf(row), NumbersOf(row), row.Number("at_once", 1, MostDeputies) ?? 1,
            row.Optional("topic", 60) ?? "", row.Optional("guests", 60) ?? "", row.Number("capacity", 0, LargestCapacity) ?? 0,
            row.OneOf("day_off", Enum.GetValues<DayOffPolicy>()), ExceptionsOf(row), row.YesNo("active"));
    }

    private static Recurrence RecurrenceOf(ImportRow row, DateOnly starts)
    {
        var written = row.Required("recurrence", 200);
        if (written.Length == 0)
            return StandIn;
        if (Recurrence.Find(written) is not { } recurrence)
        {
            row.Fault("recurrence", "not_recurrence", written);
            return StandIn;
        }

        if (starts != default && recurrence.Days(starts, starts.AddYears(YearsLookedAt)).Count == 0)
            row.Fault("recurrence", "recurrence_never", written);
        return recurrence;
    }

    private static IReadOnlyList<ReceptionHours> HoursOf(ImportRow row)
    {
        var written = row.Required("times", 200);
        if (ReceptionHours.Parse(written) is { } hours)
            return hours;
        if (written.Length > 0)
            row.Fault("times", "not_times", written);
        return [];
    }

    private static IReadOnlyList<string> NumbersOf(ImportRow row)
    {
        var numbers = (row.Optional("deputies", 4000) ?? "").Split(['|', '、', ',', '，', ';', '；', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (numbers.Length > MostDeputies)
            row.Fault("deputies", "too_many_deputies", MostDeputies);
        return [.. numbers.Distinct(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<ReceptionDifference> ExceptionsOf(ImportRow row)
    {
        var written = row.Optional("exceptions", 4000) ?? "";
        if (ReceptionExceptions.Parse(written) is { } exceptions)
            return exceptions;
        row.Fault("exceptions", "not_exceptions", written);
        return [];
    }
}
