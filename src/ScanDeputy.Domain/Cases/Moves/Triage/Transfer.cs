using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>To another deputy, or to the deputy whose turn it is at another station.</summary>
public sealed record TransferCommand(string DeputyId, string? StationId, string? Note) : CaseCommand(Move.Transfer)
{
    /// <summary>An own suggestion is its deputy's, as long as there is one.</summary>
    public static bool MayNow(MoveContext now) => !now.State.IsOwn || now.State.DeputyId is null;

    /// <summary>Beyond triage, only a case whose deputy left and nobody followed.</summary>
    public static bool NobodyHasIt(MoveContext now) => now.State.DeputyId is null && now.NeedsDeputy;

    public override Refusal? Check(MoveContext now) =>
        DeputyId == now.State.DeputyId ? Refusal.OfField("deputyId", CaseRefusals.SameDeputy) : null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Transferred(DeputyId, StationId, Note)];
}

public sealed record Transferred(string DeputyId, string? StationId, string? Note) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) =>
    [
        after.OpenStage is { Kind: StageKind.Triage } ? News.WorkIn(after, "transferred") : News.Work(Audience.Deputy, "handedOn"),
        News.Progress("transferred"),
    ];

    public override IReadOnlyList<Mention> Mentions() => [new("deputy", DeputyId)];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.ToDeputy(DeputyId) with { StationId = StationId ?? state.StationId };
}
