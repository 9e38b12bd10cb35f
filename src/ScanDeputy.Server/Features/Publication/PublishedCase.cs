using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>A case as everybody may read it: asked, answered, and whether what was promised was kept. No personal number, no contact, no place.</summary>
/// <param name="Deputy">Whose it is; null while none could be found.</param>
/// <param name="Lead">The agency that handles it.</param>
/// <param name="Answer">The last one; null while there is none.</param>
/// <param name="Grade">The author's mark for the last answer.</param>
public record PublishedCase(
    string Number, CaseStatus Status, Named Category, string Title, string Text, Named Station, NamedDistrict District, string? Deputy, string? Lead,
    DateTimeOffset ReportedAt, PublishedAnswer? Answer, Grade? Grade)
{
    /// <summary>When it was reported or last answered.</summary>
    public DateTimeOffset ChangedAt => Answer is { } answer && answer.At > ReportedAt ? answer.At : ReportedAt;
}

/// <param name="By">Who answered.</param>
/// <param name="Outcome">What became of it, in the agency's words; null for an answer of the deputy alone.</param>
/// <param name="Destination">Where to go instead, when the matter belongs elsewhere.</param>
/// <param name="PromisedOn">The day until which it is to be done.</param>
/// <param name="Promise">What became of that promise.</param>
public sealed record PublishedAnswer(
    string Text, DateTimeOffset At, string By, Outcome? Outcome, string? Destination, DateOnly? PromisedOn, PromiseStanding? Promise)
{
    /// <summary>The deputy's word on an agency's answer; null while it is awaited, and for an answer of the deputy alone.</summary>
    public VerdictKind? Verdict { get; init; }
}

/// <summary>One of them, with the way it went and the photos that may be shown.</summary>
public sealed record PublishedDetail(
    string Number, CaseStatus Status, Named Category, string Title, string Text, Named Station, NamedDistrict District, string? Deputy, string? Lead,
    DateTimeOffset ReportedAt, PublishedAnswer? Answer, Grade? Grade, IReadOnlyList<PublishedStage> Stages, IReadOnlyList<PublishedPhoto> Photos)
    : PublishedCase(Number, Status, Category, Title, Text, Station, District, Deputy, Lead, ReportedAt, Answer, Grade);

/// <param name="Owner">Whose turn it was.</param>
public sealed record PublishedStage(StageKind Kind, int Round, string Owner, DateTimeOffset StartedAt, DateOnly DueOn, DateTimeOffset? EndedAt, Verdict Verdict, bool Overdue)
{
    /// <summary>Its owner let the time run out: the deputy has neither accepted nor rejected the answer.</summary>
    public bool Lapsed { get; init; }
}

/// <param name="OfAnswer">Shown by the office with its answer; else by the author.</param>
public sealed record PublishedPhoto(string Id, string Url, int Width, int Height, bool OfAnswer);
