using System.Buffers;
using System.Buffers.Binary;

namespace ScanDeputy.WeChat.Sandbox.Pictures;

/// <summary>
/// A baseline JPEG of one grey channel (ITU-T T.81): just enough for code pictures, because WeChat answers image/jpeg and no
/// image library is among our packages.
/// </summary>
internal sealed class JpegEncoder
{
    private static readonly byte[] Quantizers = [.. JpegTables.Quantization.ToArray().Select(q => (byte)((q + 1) / 2))];
    private static readonly double[] Cosines = CreateCosines();
    private static readonly HuffmanCode Dc = new(JpegTables.DcLengths, JpegTables.DcSymbols);
    private static readonly HuffmanCode Ac = new(JpegTables.AcLengths, JpegTables.AcSymbols);

    private readonly ArrayBufferWriter<byte> _out = new(16 * 1024);
    private uint _bits;
    private int _bitCount;
    private int _lastDc;

    /// <summary>Grey values row by row, 0 black, 255 white.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> grey, int width, int height)
    {
        var encoder = new JpegEncoder();
        encoder.WriteHeader(width, height);
        Span<double> block = stackalloc double[64];
        for (var top = 0; top < height; top += 8)
        {
            for (var left = 0; left < width; left += 8)
            {
                Load(grey, width, height, left, top, block);
                Transform(block);
                encoder.WriteBlock(block);
            }
        }

        return encoder.Finish();
    }

    /// <summary>Blocks over the edge repeat the last row and column.</summary>
    private static void Load(ReadOnlySpan<byte> grey, int width, int height, int left, int top, Span<double> block)
    {
        for (var y = 0; y < 8; y++)
        {
            var row = Math.Min(top + y, height - 1) * width;
            for (var x = 0; x < 8; x++) block[(y * 8) + x] = grey[row + Math.Min(left + x, width - 1)] - 128;
        }
    }

    /// <summary>Two passes of the one-dimensional cosine transform; each transposes, so the block ends the right way round.</summary>
    private static void Transform(Span<double> block)
    {
        Span<double> pass = stackalloc double[64];
        for (var turn = 0; turn < 2; turn++)
        {
            block.CopyTo(pass);
            for (var line = 0; line < 8; line++)
            {
                for (var u = 0; u < 8; u++)
                {
                    var sum = 0d;
                    for (var x = 0; x < 8; x++) sum += Cosines[(u * 8) + x] * pass[(line * 8) + x];
                    block[(u * 8) + line] = sum;
                }
            }
        }
    }

    private static double[] CreateCosines()
    {
        var table = new double[64];
        for (var u = 0; u < 8; u++)
        {
            var scale = u == 0 ? Math.Sqrt(0.125) : 0.5;
            for (var x = 0; x < 8; x++) table[(u * 8) + x] = scale * Math.Cos(((2 * x) + 1) * u * Math.PI / 16);
        }

        return table;
    }

    private void WriteHeader(int width, int height)
    {
        Emit(0xff, 0xd8);
        WriteSegment(0xe0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        var quantizers = new byte[65];
        for (var i = 0; i < 64; i++) quantizers[i + 1] = Quantizers[JpegTables.ZigZag[i]];
        WriteSegment(0xdb, quantizers);
        WriteSegment(0xc0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);
        WriteSegment(0xc4, [0x00, .. JpegTables.DcLengths, .. JpegTables.DcSymbols]);
        WriteSegment(0xc4, [0x10, .. JpegTables.AcLengths, .. JpegTables.AcSymbols]);
        WriteSegment(0xda, [1, 1, 0x00, 0, 63, 0]);
    }

    private void WriteSegment(byte marker, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = [0xff, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(payload.Length + 2));
        Emit(head);
        Emit(payload);
    }

    private void WriteBlock(ReadOnlySpan<double> block)
    {
        var dc = Quantized(block, 0);
        WriteValue(Dc, zeros: 0, dc - _lastDc);
        _lastDc = dc;
        var zeros = 0;
        for (var i = 1; i < 64; i++)
        {
            var value = Quantized(block, i);
            if (value == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16) WriteBits(Ac[0xf0]);
            WriteValue(Ac, zeros, value);
            zeros = 0;
        }

        if (zeros > 0) WriteBits(Ac[0x00]);
    }

    private static int Quantized(ReadOnlySpan<double> block, int index)
    {
        var position = JpegTables.ZigZag[index];
        return (int)Math.Round(block[position] / Quantizers[position]);
    }

    /// <summary>A symbol (zeros before it, bit length) and then the value itself; negative ones in ones' complement.</summary>
    private void WriteValue(HuffmanCode code, int zeros, int value)
    {
        var length = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        WriteBits(code[(zeros << 4) | length]);
        WriteBits(((uint)(value < 0 ? value - 1 : value) & ((1u << length) - 1), length));
    }

    private void WriteBits((uint Bits, int Length) code)
    {
        _bits = (_bits << code.Length) | code.Bits;
        _bitCount += code.Length;
        while (_bitCount >= 8)
        {
            var octet = (byte)(_bits >> (_bitCount - 8));
            Emit(octet);
            // A 0xff in the data is followed by a zero, or it would read as a marker.
            if (octet == 0xff) Emit(0);
            _bitCount -= 8;
        }
    }

    private void Emit(params ReadOnlySpan<byte> octets) => _out.Write(octets);

    private byte[] Finish()
    {
        if (_bitCount > 0) WriteBits((0x7f, 7));
        Emit(0xff, 0xd9);
        return _out.WrittenSpan.ToArray();
    }
}
