using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>未表态: the deputy has neither accepted nor rejected the answer, and everybody who had to be has been told (handbook §1).</summary>
public sealed record LapseVerdictCommand() : CaseCommand(Move.LapseVerdict)
{
    public static bool MayNow(MoveContext now) => now.Today > new CaseDates(now.State, now.Rules).VerdictEndsOn;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new VerdictLapsed()];
}

/// <summary>The stage ends late, and the answer stands without having been accepted. The resident's evaluation goes on as it would have.</summary>
public sealed record VerdictLapsed : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Ends;

    public override IReadOnlyList<News> Tells(Case after) =>
        [News.Work(Audience.Deputy, "verdictLapsed"), News.Work(Audience.Committee, "verdictLapsedForOthers"), News.Work(Audience.Lead, "verdictLapsedForOthers")];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        state.EndVerdict(at, StageEnd.Lapsed) with { Verdict = new DeputyVerdict(VerdictKind.NotGiven, null, null, null, at) };
}
