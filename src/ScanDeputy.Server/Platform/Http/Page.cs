using System.Globalization;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>One page of a list; <see cref="Next"/> goes into <c>after</c> to get the following one, null when this is the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page is asked for: <c>?limit=</c> 1 to 200, 20 unless said, and <c>&amp;after=</c> a cursor.</summary>
public readonly record struct PageRequest(int Limit, string? After)
{
    internal const int Most = 200;
    internal const int Usual = 20;

    /// <param name="isCursor">Whether a text can be a cursor of this list; cursors are ids.</param>
    public static Result<PageRequest> Parse(string? limit, string? after, Func<string, bool>? isCursor = null)
    {
        var count = Usual;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > Most))
            return Refusal.OfField("limit", "field_page");

        return string.IsNullOrEmpty(after) || (isCursor ?? IsId)(after)
            ? new PageRequest(count, string.IsNullOrEmpty(after) ? null : after)
            : Refusal.OfField("after", "field_page");
    }

    /// <summary>Cuts the one row too many that was read to know whether there is a next page.</summary>
    public Page<T> Cut<T>(IReadOnlyList<T> rows, Func<T, string> cursor) =>
        rows.Count > Limit ? new Page<T>([.. rows.Take(Limit)], cursor(rows[Limit - 1])) : new Page<T>(rows, null);

    private static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);
}
