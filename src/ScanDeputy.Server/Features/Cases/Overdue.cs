namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// What late means to the database (handbook §4): the due date of what is open has passed and its clock does not stand still. Cases carry the date
/// and the clock of their open stage, so that both tables are asked alike. The same is said of one stage by <c>StageDates.IsOverdue</c>.
/// </summary>
internal static class Overdue
{
    /// <summary>A case, <c>k</c>, is late on <c>@today</c>.</summary>
    public const string OfCase = "k.due_on < @today and k.clock_stopped = 0";

    /// <summary>What somebody has to do, <c>w</c>, is late on <c>@today</c>: its place begins with its date.</summary>
    public const string OfWait = "w.place < @today";

    public const string NotOfWait = "w.place >= @today";

    /// <summary>The opposite: nothing is open, the date is still to come, or the clock stands still.</summary>
    public const string NotOfCase = "(k.due_on is null or k.due_on >= @today or k.clock_stopped = 1)";

    /// <summary>The same of a row that was read.</summary>
    public static bool Of(DateOnly? dueOn, bool clockStopped, DateOnly today) => dueOn < today && !clockStopped;
}
