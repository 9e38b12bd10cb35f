using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScanDeputy.Domain.Privacy;

/// <summary>A text for patterns: full-width signs as ASCII, without what shows nothing; each character knows where it stands in the text as written.</summary>
internal sealed class PlainText
{
    private const int LongestWord = 16;
    private readonly string _written;
    private readonly List<int> _places = [];

    public PlainText(string written)
    {
        _written = written;
        var plain = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            if (char.GetUnicodeCategory(written[i]) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                continue;
            plain.Append(written[i] switch
            {
                >= '\uFF01' and <= '\uFF5E' and var wide => (char)(wide - 0xFEE0),
                var blank when char.GetUnicodeCategory(blank) == UnicodeCategory.SpaceSeparator => ' ',
                var sign => sign,
            });
            _places.Add(i);
        }

        Text = plain.ToString();
    }

    public string Text { get; }

    /// <summary>The words before a place of the text as written.</summary>
    public string Before(int place)
    {
        var index = _places.BinarySearch(place);
        index = index < 0 ? ~index : index;
        return Text[Math.Max(0, index - LongestWord)..index];
    }

    /// <param name="masked">Of what the public is shown in its place; null for what stays.</param>
    public PersonalDetail Detail(PersonalDetailKind kind, Capture found, Func<string, string>? masked = null)
    {
        var (start, end) = (_places[found.Index], _places[found.Index + found.Length - 1] + 1);
        return new PersonalDetail(kind, start, end, _written[start..end], masked?.Invoke(found.Value));
    }
}
