namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The deputy accepts the agency's answer, or says that a promise was kept.</summary>
public sealed record AcceptCommand(string? Note) : CaseCommand(Move.Accept)
{
    public static bool MayNow(MoveContext now) =>
        now.State.LookBackOpen || (now.State is { Reply: not null, ReplyAccepted: false } && now.State.Status != CaseStatus.Closed);

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Accepted(Note)];
}

public sealed record Accepted(string? Note) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.None;

    /// <summary>A promise is judged once, and nothing is accepted after it.</summary>
    public override IReadOnlyList<News> Tells(Case after) => after.PromiseKeptAt is null
        ? [News.Work(Audience.Lead, "accepted")]
        : [News.Work(Audience.Lead, "promiseKept"), News.Progress("promiseKept")];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        state with { ReplyAccepted = true, LookBackOpen = false, PromiseKeptAt = state.LookBackOpen ? at : state.PromiseKeptAt };
}
