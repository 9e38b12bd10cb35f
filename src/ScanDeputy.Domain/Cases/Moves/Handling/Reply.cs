using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>答复: the lead agency answers.</summary>
public sealed record ReplyCommand(
    Outcome Outcome, string PublicText, string? InternalNote, DateOnly? PromisedOn, IReadOnlyList<string> AttachmentIds) : CaseCommand(Move.Reply)
{
    /// <summary>What is not finished has a date, after today.</summary>
    public override Refusal? Check(MoveContext now)
    {
        if (Outcome != Outcome.InProgress)
            return null;

        return PromisedOn is { } on ? now.CheckDate("promisedOn", on, now.Today.AddDays(1)) : Refusal.OfField("promisedOn", CaseRefusals.PromiseNeeded);
    }

    public override IReadOnlyList<Fact> Facts(MoveContext now) =>
        [new Replied(Outcome, PublicText, InternalNote, Outcome == Outcome.InProgress ? PromisedOn : null, AttachmentIds)];
}

/// <summary>
/// The deputy's verdict is awaited from now on. <see cref="PublicText"/> is for the resident and the deputy, <see cref="InternalNote"/> for officials only. What was said about the answer
/// before (accepted, evaluated, looked back at) is no longer about this one.
/// </summary>
public sealed record Replied(
    Outcome Outcome, string PublicText, string? InternalNote, DateOnly? PromisedOn, IReadOnlyList<string> AttachmentIds) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Passes;

    public override IReadOnlyList<News> Tells(Case after) =>
        [News.Work(Audience.Deputy, "replied"), News.Progress("replied"), .. after.IsOwn ? [News.Work(Audience.CoSigners, "own.replied")] : News.Nobody];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.End(at).Open(StageKind.Verdict, StageSteps.DeputyOwner(state.DeputyId), at, state.Round) with
    {
        Status = CaseStatus.Replied,
        Reply = this,
        AnsweredAt = at,
        ReplyAccepted = false,
        Verdict = null,
        Evaluation = null,
        EvaluatedAt = null,
        LookedBackAt = null,
        LookBackOpen = false,
        PromiseKeptAt = null,
        OpenPauseRequest = null,
        OpenExtensionRequest = null,
    };
}
