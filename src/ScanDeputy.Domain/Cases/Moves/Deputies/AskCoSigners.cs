namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The deputy asks others to sign the own suggestion (附议), until it is handed over.</summary>
public sealed record AskCoSignersCommand(IReadOnlyList<string> DeputyIds) : CaseCommand(Move.AskCoSigners)
{
    /// <summary>Assumption: more names than this are a list, not co-signers.</summary>
    public const int Most = 30;

    public override Refusal? Check(MoveContext now)
    {
        if (DeputyIds.Contains(now.State.DeputyId))
            return Refusal.OfField("coSignerIds", CaseRefusals.CoSignerIsProposer);
        if (now.State.CoSigners.Any(one => DeputyIds.Contains(one.DeputyId)))
            return Refusal.OfField("coSignerIds", CaseRefusals.CoSignerAsked);

        return now.State.CoSigners.Count + DeputyIds.Distinct().Count() > Most
            ? Refusal.OfField("coSignerIds", CaseRefusals.CoSignersTooMany) with { Values = [Most] }
            : null;
    }

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new CoSignersAsked([.. DeputyIds.Distinct()])];
}

public sealed record CoSignersAsked(IReadOnlyList<string> DeputyIds) : Fact
{
    public override FactReaders Readers() => FactReaders.Author;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.AskedCoSigners, "coSignersAsked")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with
    {
        CoSigners = [.. state.CoSigners, .. DeputyIds.Select(id => new CoSigner(id, CoSignerStanding.Asked, at, null))],
    };
}
