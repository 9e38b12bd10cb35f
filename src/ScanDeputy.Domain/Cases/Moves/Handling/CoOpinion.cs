namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>协办意见: a co-agency's own written opinion.</summary>
/// <param name="AgencyId">The co-agency that speaks.</param>
public sealed record CoOpinionCommand(string AgencyId, string Text) : CaseCommand(Move.CoOpinion)
{
    public override Refusal? Check(MoveContext now) =>
        now.State.CoAgencyIds.Contains(AgencyId) ? null : new Refusal(CaseRefusals.MoveNotAllowed);

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new CoOpinionGiven(AgencyId, Text)];
}

public sealed record CoOpinionGiven(string AgencyId, string Text) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Lead, "coOpinion")];

    public override IReadOnlyList<Mention> Mentions() => [new("agency", AgencyId)];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { OpinionsGiven = [.. state.OpinionsGiven, AgencyId] };
}
