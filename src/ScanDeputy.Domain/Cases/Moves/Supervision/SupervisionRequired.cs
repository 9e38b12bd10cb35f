namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>A supervisor has to look at the case; follows from other moves.</summary>
public sealed record SupervisionRequired(SupervisionCause Cause) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) =>
        [News.Supervision(Audience.Supervisors, "supervisionRequired", $"cause.{Cause}")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with
    {
        SupervisionRequired = true,
        SupervisionRequiredAt = state.SupervisionRequired ? state.SupervisionRequiredAt : at,
    };
}

public enum SupervisionCause
{
    RejectedTwice,
    UnsatisfiedTwice,
    /// <summary>Three times, or as often as the policy allows; the ledger knows it by this name.</summary>
    ReturnedThreeTimes,
}
