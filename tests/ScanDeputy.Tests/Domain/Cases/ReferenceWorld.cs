using ScanDeputy.Domain.Stages;
using ScanDeputy.Tests.Domain.Calendars;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>What dates are counted with, as plain things that can be changed: days that a later notice turned over, and limits.</summary>
internal sealed class ReferenceWorld
{
    private readonly Dictionary<DateOnly, bool> _turnedOver = [];

    public Dictionary<StageKind, int> Limits { get; } = new()
    {
        [StageKind.Triage] = 2,
        [StageKind.Handover] = 2,
        [StageKind.Assignment] = 3,
        [StageKind.Handling] = 10,
        [StageKind.Verdict] = 5,
    };

    public void Turn(DateOnly day, bool worked) => _turnedOver[day] = worked;

    public bool IsWorked(DateOnly day) => _turnedOver.TryGetValue(day, out var worked) ? worked : DayByDayCalendar.IsWorked(day);
}
