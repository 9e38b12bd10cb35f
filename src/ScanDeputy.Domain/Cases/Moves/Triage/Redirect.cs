namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>Shows the resident the right way elsewhere.</summary>
public sealed record RedirectCommand(string Reason, string Destination, string Text) : CaseCommand(Move.Redirect)
{
    /// <summary>A deputy shows no resident a way where there is none; the own suggestion is withdrawn.</summary>
    public static bool MayNow(MoveContext now) => !now.State.IsOwn;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Redirected(Reason, Destination, Text)];
}

/// <summary>Never a silent refusal: a reason code and where to go instead.</summary>
public sealed record Redirected(string Reason, string Destination, string Text) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Ends;

    public override IReadOnlyList<News> Tells(Case after) => [News.Progress("redirected"), .. News.OfOwn(after, "redirected")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.End(at) with { Status = CaseStatus.Redirected, Redirection = this };
}
