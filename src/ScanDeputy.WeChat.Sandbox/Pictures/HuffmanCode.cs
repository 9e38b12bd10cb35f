namespace ScanDeputy.WeChat.Sandbox.Pictures;

/// <summary>Symbol → bits, built from the two lists a JPEG file carries (T.81 annex C).</summary>
internal sealed class HuffmanCode
{
    private readonly (uint Bits, int Length)[] _codes = new (uint, int)[256];

    public HuffmanCode(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> symbols)
    {
        var bits = 0u;
        var next = 0;
        for (var length = 1; length <= 16; length++)
        {
            for (var i = 0; i < lengths[length - 1]; i++) _codes[symbols[next++]] = (bits++, length);
            bits <<= 1;
        }
    }

    public (uint Bits, int Length) this[int symbol] => _codes[symbol];
}
