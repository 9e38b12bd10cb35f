namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>附议: a deputy who was asked signs, or does not; until the hand-over a signature can be taken back, and given after all.</summary>
/// <param name="DeputyId">Who says it.</param>
public sealed record CoSignCommand(string DeputyId, bool Agreed, string? Note) : CaseCommand(Move.CoSign)
{
    public static bool MayNow(MoveContext now) => now.State.CoSigners.Count > 0;

    public override Refusal? Check(MoveContext now) => now.State.CoSigners.FirstOrDefault(one => one.DeputyId == DeputyId) switch
    {
        null => new Refusal(CaseRefusals.MoveNotAllowed),
        var one when one.Standing == CoSigned.StandingOf(Agreed) => Refusal.OfField("agreed", CaseRefusals.CoSignedBefore),
        _ => null,
    };

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new CoSigned(DeputyId, Agreed, Note)];
}

/// <summary>One of those who were asked has said whether they sign.</summary>
public sealed record CoSigned(string DeputyId, bool Agreed, string? Note) : Fact
{
    public static CoSignerStanding StandingOf(bool agreed) => agreed ? CoSignerStanding.Signed : CoSignerStanding.Declined;

    public override FactReaders Readers() => FactReaders.Author;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Deputy, Agreed ? "coSigned" : "coSignDeclined")];

    public override IReadOnlyList<Mention> Mentions() => [new("coSigner", DeputyId)];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with
    {
        CoSigners = [.. state.CoSigners.Select(one => one.DeputyId == DeputyId ? one with { Standing = StandingOf(Agreed), SaidAt = at } : one)],
    };
}
