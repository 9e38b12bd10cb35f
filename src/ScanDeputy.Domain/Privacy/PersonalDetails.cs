using System.Text;

namespace ScanDeputy.Domain.Privacy;

/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Written">As it stands in the text.</param>
/// <param name="Masked">What the public is shown in its place; null when it stays as it is.</param>
public sealed record PersonalDetail(PersonalDetailKind Kind, int Start, int End, string Written, string? Masked);

/// <param name="Found">What was masked, in the order of the text.</param>
public sealed record MaskedText(string Text, IReadOnlyList<PersonalDetail> Found);

/// <summary>
/// Finds what belongs to a person in what people write, and masks the numbers among it: the one place for what the public and followers see, for the preview
/// and for the question before a report is sent.
/// </summary>
public static class PersonalDetails
{
    /// <summary>All of it, in the order of the text; none overlaps another.</summary>
    public static IReadOnlyList<PersonalDetail> Find(string text)
    {
        var written = new PlainText(text);
        return Apart(Numbers(text, written), AddressDetails.Find(written), NameDetails.Find(written));
    }

    public static MaskedText Mask(string text)
    {
        var found = Numbers(text, new PlainText(text));
        var masked = new StringBuilder(text.Length);
        var end = 0;
        foreach (var detail in found)
        {
            masked.Append(text, end, detail.Start - end).Append(detail.Masked);
            end = detail.End;
        }

        return new MaskedText(masked.Append(text, end, text.Length - end).ToString(), found);
    }

    private static List<PersonalDetail> Numbers(string text, PlainText written) =>
        Apart(NumberDetails.Find(text, written), PlateDetails.Find(written), WeChatDetails.Find(written));

    /// <summary>Of two that overlap, the one of the earlier list.</summary>
    private static List<PersonalDetail> Apart(params IEnumerable<PersonalDetail>[] lists)
    {
        var kept = new List<PersonalDetail>();
        foreach (var detail in lists.SelectMany(list => list))
        {
            if (!kept.Exists(other => other.Start < detail.End && detail.Start < other.End))
                kept.Add(detail);
        }

        kept.Sort((a, b) => a.Start.CompareTo(b.Start));
        return kept;
    }
}
