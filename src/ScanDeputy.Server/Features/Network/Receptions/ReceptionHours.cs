using System.Globalization;
using System.Text.RegularExpressions;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>A time of day at which a station receives: from a minute, inclusive, to another one. Each can be booked for itself.</summary>
public sealed partial record ReceptionHours(TimeOnly Starts, TimeOnly Ends)
{
    private const int Most = 12;

    /// <returns>In order; null when they cannot be read, overlap, or are too many.</returns>
    public static IReadOnlyList<ReceptionHours>? Parse(string written)
    {
        var hours = new List<ReceptionHours>();
        foreach (var part in ReceptionExceptions.Folded(written).Split(['|', '、', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Span().Match(part) is not { Success: true } match || !TimeOf(match.Groups["from"].Value, out var from) || !TimeOf(match.Groups["to"].Value, out var to) || to <= from)
                return null;
            hours.Add(new ReceptionHours(from, to));
        }

        hours.Sort((one, other) => one.Starts.CompareTo(other.Starts));
        return hours.Count is 0 or > Most || hours.Zip(hours.Skip(1)).Any(pair => pair.Second.Starts < pair.First.Ends) ? null : hours;
    }

    public static string Format(IEnumerable<ReceptionHours> hours) => string.Join('|', hours);

    public override string ToString() => $"{TextOf(Starts)}-{TextOf(Ends)}";

    public static string TextOf(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static bool TimeOf(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, ["H:mm", "%H"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    [GeneratedRegex("^(?<from>[0-9]{1,2}(:[0-9]{2})?)[-–—~至到](?<to>[0-9]{1,2}(:[0-9]{2})?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Span();
}
