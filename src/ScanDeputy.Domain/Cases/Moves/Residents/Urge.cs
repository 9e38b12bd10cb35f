namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>催办: the resident, or the deputy of an own suggestion, whose matter has waited past its stage's date, says so once for that stage (handbook §3).</summary>
public sealed record UrgeCommand() : CaseCommand(Move.Urge)
{
    public static bool MayNow(MoveContext now) => now.IsOverdue && now.State.OpenStage is { UrgedAt: null };

    public override string WhyNot(MoveContext now) =>
        now.State.OpenStage is { UrgedAt: not null } ? CaseRefusals.UrgedBefore : now.IsPaused ? CaseRefusals.UrgeWhilePaused : CaseRefusals.UrgeTooEarly;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Urged()];
}

/// <summary>Changes neither date nor alerts: what is late is late already.</summary>
public sealed record Urged : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => after.IsOwn
        ? [News.Urge(Audience.StageOwner, "own.urged"), News.Urge(Audience.Supervisors, "own.urgedForSupervisors")]
        : [News.Urge(Audience.StageOwner, "urged"), News.Urge(Audience.Supervisors, "urgedForSupervisors")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.ChangeOpenStage(stage => stage with { UrgedAt = at });
}
