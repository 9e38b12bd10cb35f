namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>三见面: an agency notes that it spoke with the deputy or the resident, before, during or after its handling.</summary>
/// <param name="AgencyId">The agency that speaks, lead or co.</param>
/// <param name="On">The day of it, which has come.</param>
/// <param name="Fingerprint">Of who spoke and what was said: these are personal, and kept where they can be erased.</param>
public sealed record LogContactCommand(string AgencyId, ContactPhase Phase, DateOnly On, ContactWay Way, ContactWith With, string Fingerprint) : CaseCommand(Move.LogContact)
{
    /// <summary>Assumption: what was not written down within ninety days is not a record any more.</summary>
    public const int LongestAgo = 90;

    /// <summary>What the deputy answered alone has no agency.</summary>
    public static bool MayNow(MoveContext now) => now.State.LeadAgencyId is not null;

    public override Refusal? Check(MoveContext now)
    {
        if (AgencyId != now.State.LeadAgencyId && !now.State.CoAgencyIds.Contains(AgencyId))
            return new Refusal(CaseRefusals.MoveNotAllowed);
        if (On > now.Today)
            return Refusal.OfField("on", CaseRefusals.DateAhead);

        return On < now.Today.AddDays(-LongestAgo) ? Refusal.OfField("on", CaseRefusals.DateLongAgo) with { Values = [LongestAgo] } : null;
    }

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new ContactLogged(AgencyId, Phase, On, Way, With, Fingerprint)];
}

public sealed record ContactLogged(string AgencyId, ContactPhase Phase, DateOnly On, ContactWay Way, ContactWith With, string Fingerprint) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => News.Nobody;

    public override IReadOnlyList<Mention> Mentions() => [new("agency", AgencyId)];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { ContactsInRound = state.ContactsInRound + 1 };
}
