namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// What the clean file is made of, in order: ranges of the input and a few bytes of our own. Collected first and copied once,
/// because only then the length is known.
/// </summary>
internal sealed class PictureParts
{
    private readonly List<Part> parts = [];

    private readonly record struct Part(int Start, int Length, byte[]? Own);

    public int Length { get; private set; }

    /// <summary>Keeps a range of the input; ranges that touch become one.</summary>
    public void Keep(int start, int length)
    {
        Length += length;
        if (parts.Count > 0 && parts[^1] is { Own: null } last && last.Start + last.Length == start)
            parts[^1] = last with { Length = last.Length + length };
        else
            parts.Add(new Part(start, length, null));
    }

    public void Insert(params byte[] own)
    {
        Length += own.Length;
        parts.Add(new Part(0, own.Length, own));
    }

    /// <summary>Appends the parts of another list of the same input.</summary>
    public PictureParts Followed(PictureParts others)
    {
        parts.AddRange(others.parts);
        Length += others.Length;
        return this;
    }

    public byte[] Join(ReadOnlySpan<byte> input)
    {
        var joined = new byte[Length];
        var at = 0;
        foreach (var part in parts)
        {
            var bytes = part.Own is null ? input.Slice(part.Start, part.Length) : part.Own;
            bytes.CopyTo(joined.AsSpan(at));
            at += part.Length;
        }
        return joined;
    }
}
