namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The program hands the case of a deputy who left to another one.</summary>
/// <param name="DeputyId">Null when nobody can take it.</param>
public sealed record HandOnCommand(string? DeputyId) : CaseCommand(Move.HandOn)
{
    public static bool MayNow(MoveContext now) => now.NeedsDeputy;

    public override Refusal? Check(MoveContext now) =>
        DeputyId == now.State.DeputyId ? Refusal.OfField("deputyId", CaseRefusals.SameDeputy) : null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new HandedOn(DeputyId)];
}

/// <summary>The deputy left and the case went to another one; null when there is nobody, and the committee office has it (handbook §6).</summary>
public sealed record HandedOn(string? DeputyId) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) =>
        [News.Work(Audience.Deputy, "handedOn"), News.Progress(after.DeputyId is null ? "handedOnToOffice" : "handedOn")];

    public override IReadOnlyList<Mention> Mentions() => [new("deputy", DeputyId)];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.ToDeputy(DeputyId);
}
