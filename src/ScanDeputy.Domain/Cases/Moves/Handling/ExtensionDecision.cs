namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The government office grants the days that were asked for, or refuses them.</summary>
public sealed record ExtensionDecisionCommand(bool Granted, string? Note) : CaseCommand(Move.ExtensionDecision)
{
    public static bool MayNow(MoveContext now) => now.State.OpenExtensionRequest is not null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) =>
        [new ExtensionDecided(Granted, Granted ? now.State.OpenExtensionRequest!.WorkingDays : 0, Note)];
}

public sealed record ExtensionDecided(bool Granted, int WorkingDays, string? Note) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => Granted ? ClockEffect.Extends : ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Lead, "extensionDecided")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => Granted
        ? state.ChangeOpenStage(stage => stage with { ExtensionDays = stage.ExtensionDays + WorkingDays }) with { OpenExtensionRequest = null, ExtensionGranted = true }
        : state with { OpenExtensionRequest = null };
}
