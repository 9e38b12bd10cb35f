using System.Text;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>Reads comma separated values as RFC 4180 has them. Spaces around a value count for nothing, empty lines neither.</summary>
internal static class CsvText
{
    /// <param name="Line">Where the record begins, as an editor counts.</param>
    internal sealed record Record(int Line, IReadOnlyList<string> Fields);

    /// <exception cref="FormatException">A quotation mark in the wrong place, or none at the end; the message is the line's number.</exception>
    public static IEnumerable<Record> Read(string text)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var first = line;
            var fields = new List<string>();
            do
                fields.Add(ReadField(text, ref at, ref line));
            while (at < text.Length && text[at++] == ',');

            if (fields is not [""])
                yield return new Record(first, fields);
            // What ended the record was a line's end, or the text's.
            line++;
        }
    }

    /// <summary>Leaves the place at the comma or line feed that ends the field.</summary>
    private static string ReadField(string text, ref int at, ref int line)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        if (at < text.Length && text[at] == '"')
            return ReadQuoted(text, ref at, ref line);

        var end = text.AsSpan(at).IndexOfAny(',', '\n') is var found and >= 0 ? at + found : text.Length;
        var value = text[at..end].Trim();
        at = end;
        return value.Contains('"', StringComparison.Ordinal) ? throw Misplaced(line) : value;
    }

    private static string ReadQuoted(string text, ref int at, ref int line)
    {
        var (value, first) = (new StringBuilder(), line);
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n')
                line++;
            if (text[at] != '"')
                value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"')
                value.Append(text[++at]);
            else
                return ReadEnd(text, ref at, line, value.ToString().Trim());
        }

        throw Misplaced(first);
    }

    private static string ReadEnd(string text, ref int at, int line, string value)
    {
        at++;
        while (at < text.Length && text[at] is ' ' or '\t' or '\r')
            at++;
        return at == text.Length || text[at] is ',' or '\n' ? value : throw Misplaced(line);
    }

    private static FormatException Misplaced(int line) => new(line.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
