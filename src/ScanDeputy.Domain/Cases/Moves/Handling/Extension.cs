namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The lead agency asks for more working days.</summary>
public sealed record ExtensionCommand(int WorkingDays, string Reason) : CaseCommand(Move.Extension)
{
    /// <summary>Once, and before the date has passed.</summary>
    public static bool MayNow(MoveContext now) => now.State is { OpenExtensionRequest: null, ExtensionGranted: false } && !now.IsOverdue;

    public override Refusal? Check(MoveContext now) => WorkingDays < 1 || WorkingDays > now.Policy.LongestExtension
        ? Refusal.OfField("days", CaseRefusals.ExtensionTooLong) with { Values = [now.Policy.LongestExtension] }
        : null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new ExtensionRequested(WorkingDays, Reason)];
}

public sealed record ExtensionRequested(int WorkingDays, string Reason) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Government, "extensionRequested")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { OpenExtensionRequest = this, ExtensionAskedAt = at };
}
