using System.Text;

namespace ScanDeputy.Server.Platform.Texts;

/// <summary>
/// The first letters of a text's pinyin, under which people look for names: 龙潭社区 is ltsq. Letters and digits stand for themselves. Each character has its
/// most usual reading (made from the readings of pinyin-pro 3.29, MIT), so that names with a rare one are found by their characters only.
/// </summary>
public static class PinyinInitials
{
    private static readonly Dictionary<char, char> Letters = Load();

    // Read otherwise in names of places than elsewhere.
    private static readonly (string Name, string Initials)[] Places = [("重庆", "cq"), ("厦门", "xm"), ("单县", "sx"), ("蚌埠", "bb"), ("番禺", "py"), ("乐清", "yq"), ("涡阳", "gy")];

    public static string Of(string text)
    {
        var (initials, folded) = (new StringBuilder(text.Length), SearchText.Fold(text));
        for (var i = 0; i < folded.Length; i++)
        {
            var rest = folded.AsSpan(i);
            var place = Array.FindIndex(Places, known => folded.AsSpan(i).StartsWith(known.Name, StringComparison.Ordinal));
            if (place >= 0)
            {
                initials.Append(Places[place].Initials);
                i += Places[place].Name.Length - 1;
            }
            else if (char.IsAsciiLetterOrDigit(rest[0]))
            {
                initials.Append(rest[0]);
            }
            else if (Letters.TryGetValue(rest[0], out var letter))
            {
                initials.Append(letter);
            }
        }

        return initials.ToString();
    }

    /// <summary>A line each: the letter, then its characters.</summary>
    private static Dictionary<char, char> Load()
    {
        using var stream = typeof(PinyinInitials).Assembly.GetManifestResourceStream("PinyinInitials.txt")
            ?? throw new InvalidOperationException("The initials are not in the program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var letters = new Dictionary<char, char>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            foreach (var character in line.AsSpan(1))
                letters[character] = line[0];
        }

        // In names of places.
        letters['长'] = 'c';
        return letters;
    }
}
