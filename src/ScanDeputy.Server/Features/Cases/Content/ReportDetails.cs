using ScanDeputy.Domain.Privacy;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>Something of a person's that stands in a report, as its author wrote it.</summary>
/// <param name="Hidden">Masked wherever the report is published; whoever handles it sees it all the same.</param>
public sealed record FoundDetail(PersonalDetailKind Kind, string Text, bool Hidden);

/// <summary>What the author of a report is told before it is sent: what others would learn of people from its words.</summary>
public static class ReportDetails
{
    /// <summary>Each once, in the order of title, text and place.</summary>
    public static IReadOnlyList<FoundDetail> Of(string? title, string? text, string? place) =>
    [
        .. new[] { title, text, place }.Select(TextRules.CleanOrNull).OfType<string>().SelectMany(PersonalDetails.Find)
            .Select(detail => new FoundDetail(detail.Kind, detail.Written, detail.Masked is not null)).Distinct(),
    ];

    /// <summary>Names and addresses are no secret from those who handle the matter; numbers mostly need not stand there even for them.</summary>
    public static IReadOnlyList<FoundDetail> Worth(IReadOnlyList<FoundDetail> found, bool isPublic) => [.. found.Where(detail => isPublic || detail.Hidden)];
}
