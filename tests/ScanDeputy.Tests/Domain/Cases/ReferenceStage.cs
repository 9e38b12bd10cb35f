using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>A stage as the handbook tells it, with dates instead of instants, counted day by day. Shares no code with the domain's clock.</summary>
internal sealed class ReferenceStage(StageKind kind, int round, string owner, DateOnly startedOn, int limitDays, ReferenceWorld world, bool resumed = false)
{
    private readonly List<(DateOnly From, DateOnly Until)> _pauses = [];
    private int _limitDays = limitDays;
    private DateOnly? _judgedBy;

    public StageKind Kind => kind;

    public int Round => round;

    public string Owner { get; set; } = owner;

    public DateOnly StartedOn => startedOn;

    public int ExtensionDays { get; set; }

    public bool Urged { get; set; }

    public DateOnly? PausedOn { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public Verdict Verdict => (Cancelled, EndedOn) switch
    {
        (true, _) => Verdict.Cancelled,
        (_, { } on) => on <= DueOn() ? Verdict.OnTime : Verdict.Late,
        _ => Verdict.Running,
    };

    private bool Cancelled { get; set; }

    /// <summary>What a stage that goes on with this one's clock has left.</summary>
    public int DaysLeft => Math.Max(1, _limitDays - Worked(startedOn, EndedOn!.Value));

    public void Pause(DateOnly today) => PausedOn = today;

    public void Resume(DateOnly today)
    {
        _pauses.Add((PausedOn!.Value, today));
        PausedOn = null;
    }

    public void End(DateOnly today, bool cancelled)
    {
        if (PausedOn is not null)
            Resume(today);
        (EndedOn, Cancelled) = (today, cancelled);
        _judgedBy = Count();
    }

    /// <summary>Another limit for a stage that is open; what goes on with an earlier one's clock keeps what that had left.</summary>
    public void Limit(int days)
    {
        if (!resumed)
            _limitDays = days;
    }

    /// <summary>Once it has ended, the date it was judged by, whatever notice comes later.</summary>
    public DateOnly DueOn() => _judgedBy ?? Count();

    /// <summary>The first working day on which enough unpaused working days have passed and no pause is running.</summary>
    private DateOnly Count()
    {
        var left = _limitDays + ExtensionDays;
        for (var day = startedOn.AddDays(1); ; day = day.AddDays(1))
        {
            if (!world.IsWorked(day))
                continue;
            if (!_pauses.Exists(pause => pause.From < day && day <= pause.Until))
                left--;
            if (left <= 0 && !_pauses.Exists(pause => pause.From <= day && day < pause.Until))
                return day;
        }
    }

    /// <summary>The last day on which what is late is still taken: that of the last supervisors' alert, five working days after the date.</summary>
    public DateOnly TakenUntil()
    {
        var day = DueOn();
        for (var left = 5; left > 0; left -= world.IsWorked(day) ? 1 : 0)
            day = day.AddDays(1);
        return day;
    }

    public bool IsOverdue(DateOnly today)
    {
        var dueOn = DueOn();
        return EndedOn is null && today > dueOn && !(PausedOn <= dueOn);
    }

    /// <summary>Working days after the first date, up to the second one.</summary>
    public int Worked(DateOnly after, DateOnly until)
    {
        var worked = 0;
        for (var day = after.AddDays(1); day <= until; day = day.AddDays(1))
            worked += world.IsWorked(day) ? 1 : 0;
        return worked;
    }
}
