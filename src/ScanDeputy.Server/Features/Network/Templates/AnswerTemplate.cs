using System.Text.RegularExpressions;
using ScanDeputy.Domain.Cases;

namespace ScanDeputy.Server.Features.Network.Templates;

/// <summary>答复模板: for which moves an office may keep texts, and what in them is filled in for the case at hand.</summary>
public static partial class AnswerTemplate
{
    /// <summary>In the order of the way; each has one text that people write.</summary>
    public static IReadOnlyList<Move> Moves { get; } =
    [
        Move.Answer, Move.Redirect, Move.HandOver, Move.ReturnToDeputy, Move.Assign, Move.CoOpinion, Move.Reply, Move.Reject, Move.Supervise, Move.SupervisionAnswer,
    ];

    /// <summary>As they stand in a text, in braces.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["编号", "称呼", "类别", "地点", "承办单位", "承诺日期"];

    /// <summary>What stands in braces and is none of them.</summary>
    public static IEnumerable<string> UnknownIn(string text) => Braces().Matches(text).Select(found => found.Groups["name"].Value.Trim()).Except(Placeholders, StringComparer.Ordinal);

    /// <param name="valueOf">Of a placeholder; null for what the case does not say, which the writer is asked to fill in.</param>
    public static string Fill(string text, Func<string, string?> valueOf) =>
        Braces().Replace(text, found => valueOf(found.Groups["name"].Value.Trim()) is { Length: > 0 } value ? value : ToFillIn(found.Groups["name"].Value.Trim()));

    private static string ToFillIn(string placeholder) => Registers.RegisterTexts.Format("to_fill_in", placeholder);

    [GeneratedRegex("[{](?<name>[^{}]*)[}]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Braces();
}
