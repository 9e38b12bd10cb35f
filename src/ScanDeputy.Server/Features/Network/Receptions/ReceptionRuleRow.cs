using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>A rule as it is stored, with what its days need of station and deputies.</summary>
internal sealed record ReceptionRuleRow
{
    public string Id { get; init; } = "";

    public string Jurisdiction { get; init; } = "";

    public string StationId { get; init; } = "";

    public string Recurrence { get; init; } = "";

    public DateOnly StartsOn { get; init; }

    public string Times { get; init; } = "";

    public string Deputies { get; init; } = "";

    public int AtOnce { get; init; }

    public string Topic { get; init; } = "";

    public string Guests { get; init; } = "";

    public int Capacity { get; init; }

    public string DayOff { get; init; } = "";

    public string Exceptions { get; init; } = "";

    /// <summary>The rule and its station.</summary>
    public bool Active { get; init; }

    public IReadOnlyList<ReceptionHours> Hours => ReceptionHours.Parse(Times) ?? [];

    /// <summary>All days up to one, those not held included.</summary>
    /// <param name="deputies">By their numbers and ids.</param>
    /// <param name="seated">Ids of who sits in the station, in order: they take turns where the rule names nobody.</param>
    public IReadOnlyList<ReceptionDay> Days(DateOnly until, WorkingCalendar calendar, IReadOnlyDictionary<string, ReceivingDeputy> deputies, IReadOnlyList<string> seated) =>
        ReceptionPlan.Days(RuleOf(deputies, seated), Occurrences(until), calendar);

    public IReadOnlyList<DateOnly> Occurrences(DateOnly until) => Receptions.Recurrence.Find(Recurrence)?.Days(StartsOn, until) ?? [];

    public ReceptionRule RuleOf(IReadOnlyDictionary<string, ReceivingDeputy> deputies, IReadOnlyList<string> seated)
    {
        IReadOnlyList<string> IdsOf(IEnumerable<string> numbers) => [.. numbers.Select(number => deputies.GetValueOrDefault(number)?.Id).OfType<string>().Distinct(StringComparer.Ordinal)];

        var named = IdsOf(Deputies.Parts());
        return new ReceptionRule(
            Enum.Parse<DayOffPolicy>(DayOff), named.Count > 0 ? named : seated, deputies.Values.Where(deputy => deputy.Active).Select(deputy => deputy.Id).ToHashSet(StringComparer.Ordinal),
            AtOnce, [.. (ReceptionExceptions.Parse(Exceptions) ?? []).Select(exception => exception with { Deputies = IdsOf(exception.Deputies) })]);
    }
}

/// <summary>A deputy as rules name them: by the office's own number, or by the id.</summary>
internal sealed record ReceivingDeputy
{
    public string Id { get; init; } = "";

    public string Number { get; init; } = "";

    public string Name { get; init; } = "";

    public bool Active { get; init; }
}
