using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>When a step of a story happens.</summary>
internal enum StepTime
{
    /// <summary>So many working days after the step before.</summary>
    AfterWorkingDays,

    /// <summary>Today, shortly before the demo starts.</summary>
    JustNow,

    /// <summary>By a sweep, on the first day on which it may.</summary>
    BySweep,
}

internal sealed record Step(StepTime Time, int Wait, Party By, Func<CaseScene, DateTimeOffset, CaseCommand> Command);

/// <summary>What happens to a case after it was reported, as commands; the domain makes facts of them.</summary>
internal sealed record Story
{
    public static readonly Story Reported = new Story().Opens(2);

    public IReadOnlyList<Step> Steps { get; private init; } = [];

    /// <summary>Working days from the report to the last step.</summary>
    public int Length => Steps.Sum(step => step.Wait);

    // Of the stage that the last steps stand in: when it began, and for how many working days.
    private int StageBegan { get; init; }

    private int StageLimit { get; init; }

    public Story Then(int wait, Party by, Func<CaseScene, DateTimeOffset, CaseCommand> command) =>
        this with { Steps = [.. Steps, new Step(StepTime.AfterWorkingDays, wait, by, command)] };

    public Story Then(StepTime time, Party by, Func<CaseScene, DateTimeOffset, CaseCommand> command) =>
        this with { Steps = [.. Steps, new Step(time, 0, by, command)] };

    /// <summary>The last step began a stage of so many working days.</summary>
    public Story Opens(int limit) => this with { StageBegan = Length, StageLimit = limit };

    public Story Extends(int days) => this with { StageLimit = StageLimit + days };

    /// <summary>The day of the last step, so that the open stage is due on the given day.</summary>
    public int EndWhenDueOn(int day) => day - StageLimit + Length - StageBegan;
}
