using System.Text.RegularExpressions;
using FluentValidation;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.Passwords;

/// <summary>
/// What a password may be: long, and not of what is tried first. No rules about kinds of characters and no expiry, as today's guidance has it
/// (NIST SP 800-63B): they lead to passwords that are guessed sooner.
/// </summary>
public static partial class PasswordRules
{
    public const int Least = 10;

    public const int Most = 200;

    // Parts that a guesser has in a list count as one sign each.
    private const int LeastParts = 8;
    private const int LeastRun = 3;

    private static readonly string[] Rows =
    [
        "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()_+", "零一二三四五六七八九十",
    ];

    private static readonly string[] Runs = [.. Rows, .. Rows.Select(row => new string([.. row.Reverse()]))];

    private static readonly HashSet<string> Common = Read();

    private static readonly int LongestCommon = Common.Max(word => word.Length);

    /// <summary>Something that can be one at all; whether a new one is good is <see cref="FaultOf"/>'s.</summary>
    public static IRuleBuilderOptions<T, string?> Password<T>(this IRuleBuilder<T, string?> rule, string label) => rule
        .NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", label))
        .MaximumLength(Most).WithMessage(_ => ErrorTexts.Field("field_too_long", label, Most));

    /// <param name="own">What others know of its owner: user name, phone.</param>
    /// <returns>The text of what is wrong; null when it may be set.</returns>
    public static string? FaultOf(string password, params IEnumerable<string?> own)
    {
        if (!WrittenText.IsCarried(password))
            return "field_password_signs";
        if (WrittenText.Length(password) < Least)
            return "field_password_short";

        var text = password.ToLowerInvariant();
        var plain = Math.Min(Parts(text, []), Parts(Letters(text), []));
        var known = Parts(text, [.. own.Where(word => word is { Length: > 3 }).Select(word => word!.ToLowerInvariant())]);
        return Math.Min(plain, known) >= LeastParts ? null : known < plain ? "field_password_own" : "field_password_common";
    }

    /// <summary>With the signs that people write for letters.</summary>
    private static string Letters(string text) => text.Replace('@', 'a').Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('$', 's').Replace('5', 's');

    private static int Parts(string text, IReadOnlyList<string> own)
    {
        var parts = 0;
        for (var at = 0; at < text.Length; parts++)
            at += Math.Max(1, Math.Max(KnownAt(text, at, own), RunAt(text, at)));
        return parts;
    }

    /// <summary>How long the word, the date or the number is that begins here.</summary>
    private static int KnownAt(string text, int at, IReadOnlyList<string> own)
    {
        var longest = own.Where(word => string.CompareOrdinal(text, at, word, 0, word.Length) == 0).Select(word => word.Length).DefaultIfEmpty().Max();
        for (var length = Math.Min(LongestCommon, text.Length - at); length > longest; length--)
        {
            if (Common.Contains(text.Substring(at, length)))
                longest = length;
        }

        return Math.Max(longest, Number().Match(text, at) is { Success: true } number && number.Index == at ? number.Length : 0);
    }

    /// <summary>How long the piece of a row of keys, of the alphabet or of one and the same sign is that begins here.</summary>
    private static int RunAt(string text, int at)
    {
        var same = 1;
        while (at + same < text.Length && text[at + same] == text[at])
            same++;

        var longest = same;
        foreach (var row in Runs)
        {
            var start = row.IndexOf(text[at], StringComparison.Ordinal);
            var length = 0;
            while (start >= 0 && start + length < row.Length && at + length < text.Length && row[start + length] == text[at + length])
                length++;
            longest = Math.Max(longest, length >= LeastRun ? length : 0);
        }

        return longest;
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("CommonPasswords.txt")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#'));
        return lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
    }

    // A day, a mobile, a year.
    [GeneratedRegex("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|1[3-9][0-9]{9}|(?:19|20)[0-9]{2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
