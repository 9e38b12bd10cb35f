using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>
/// Exceptions as people write them, with | or a line's end between: <c>2026-05-11 取消 暴雨</c>, <c>2026-06-10 改到 2026-06-12</c>,
/// <c>2026-07-10 代表 D003、D004</c>. Deputies are called by their numbers.
/// </summary>
public static partial class ReceptionExceptions
{
    private const int Most = 60;
    private const int LongestReason = 50;

    /// <returns>Null when one cannot be read, or two are about the same day.</returns>
    public static IReadOnlyList<ReceptionDifference>? Parse(string written)
    {
        var read = new List<ReceptionDifference>();
        foreach (var part in written.Split(['|', '\n', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Read(part) is not { } exception)
                return null;
            read.Add(exception);
        }

        return read.Count > Most || read.Select(one => one.On).Distinct().Count() < read.Count ? null : [.. read.OrderBy(one => one.On)];
    }

    public static string Format(IEnumerable<ReceptionDifference> exceptions) => string.Join('|', exceptions.Select(TextOf));

    /// <summary>Full-width signs as the others.</summary>
    internal static string Folded(string text) => text.Normalize(NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal);

    private static ReceptionDifference? Read(string part)
    {
        if (Entry().Match(part) is not { Success: true } match || DateOf(match.Groups["on"].Value) is not { } on)
            return null;

        var reason = match.Groups["reason"].Value.Trim().Trim('（', '）', '(', ')', '：', ':', '，', ',').Trim() is { Length: > 0 } said ? said : null;
        if (reason?.Length > LongestReason)
            return null;
        if (match.Groups["cancel"].Success)
            return new ReceptionDifference(on, true, null, [], reason);
        if (match.Groups["to"].Success)
            return DateOf(match.Groups["to"].Value) is { } moved ? new ReceptionDifference(on, false, moved, [], reason) : null;

        var deputies = match.Groups["who"].Value.Split(['、', ',', '，', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return deputies.Length == 0 ? null : new ReceptionDifference(on, false, null, deputies, null);
    }

    private static string TextOf(ReceptionDifference one)
    {
        var what = one.Cancelled ? "取消" : one.MovedTo is { } moved ? $"改到 {Columns.Text(moved)}" : $"代表 {string.Join('、', one.Deputies)}";
        return $"{Columns.Text(one.On)} {what}{(one.Reason is { } reason ? $" {reason}" : "")}";
    }

    private static DateOnly? DateOf(string text) =>
        DateOnly.TryParseExact(Folded(text), ["yyyy-M-d", "yyyy.M.d", "yyyy/M/d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    [GeneratedRegex(@"^(?<on>[0-9０-９]{4}\s*[-./年]\s*[0-9０-９]{1,2}\s*[-./月]\s*[0-9０-９]{1,2}\s*日?)\s*[:：]?\s*((?<cancel>取消|停止)|改[到为至]\s*(?<to>[0-9０-９]{4}[-./年][0-9０-９]{1,2}[-./月][0-9０-９]{1,2}日?)|代表\s*[:：]?\s*(?<who>[^|]+))(?<reason>[^|]*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();
}
