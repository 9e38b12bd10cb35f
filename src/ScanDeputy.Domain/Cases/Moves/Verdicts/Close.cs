namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>An evaluated case is done with, unless a supervisor is asked or has asked, or the answer or its promise is still to be judged by the deputy.</summary>
public sealed record CloseCommand() : CaseCommand(Move.Close)
{
    public static bool MayNow(MoveContext now) => now.State is { SupervisionRequired: false, OpenSupervision: null, HasOpenPromise: false, AwaitsVerdict: false };

    /// <summary>An own suggestion waits for no evaluation: the deputy's word on the answer, given or lapsed, is the last one.</summary>
    public static bool MayOwnNow(MoveContext now) => now.State.IsOwn && MayNow(now);

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Closed()];
}

public sealed record Closed : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => News.Nobody;

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { Status = CaseStatus.Closed };
}
