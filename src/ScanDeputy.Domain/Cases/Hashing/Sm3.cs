using System.Buffers.Binary;
using System.Numerics;

namespace ScanDeputy.Domain.Cases.Hashing;

/// <summary>SM3 (GB/T 32905-2016). Written here because the framework has none and the domain takes no packages.</summary>
public static class Sm3
{
    private const int Block = 64;
    private const int Rounds = 64;

    private static readonly uint[] Start = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

    /// <returns>32 bytes.</returns>
    public static byte[] HashData(ReadOnlySpan<byte> message)
    {
        Span<uint> state = stackalloc uint[Start.Length];
        Start.CopyTo(state);
        var rest = message;
        for (; rest.Length >= Block; rest = rest[Block..])
            Compress(state, rest[..Block]);

        // A one bit, zeros, and the length in bits: one block more, or two when the length does not fit any more.
        Span<byte> end = stackalloc byte[rest.Length + 1 + sizeof(ulong) <= Block ? Block : 2 * Block];
        end.Clear();
        rest.CopyTo(end);
        end[rest.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(end[^sizeof(ulong)..], (ulong)message.Length * 8);
        for (var at = 0; at < end.Length; at += Block)
            Compress(state, end.Slice(at, Block));

        var hash = new byte[state.Length * sizeof(uint)];
        for (var i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * sizeof(uint)), state[i]);
        return hash;
    }

    /// <summary>Section 5.3 of the standard, with its letters.</summary>
    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[Rounds + 4];
        Expand(w, block);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var j = 0; j < Rounds; j++)
        {
            var early = j < 16;
            var turned = BitOperations.RotateLeft(a, 12);
            var ss1 = BitOperations.RotateLeft(turned + e + BitOperations.RotateLeft(early ? 0x79cc4519u : 0x7a879d8au, j % 32), 7);
            var tt1 = (early ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + (ss1 ^ turned) + (w[j] ^ w[j + 4]);
            var tt2 = (early ? e ^ f ^ g : (e & f) | (~e & g)) + h + ss1 + w[j];
            (d, c, b, a) = (c, BitOperations.RotateLeft(b, 9), a, tt1);
            (h, g, f, e) = (g, BitOperations.RotateLeft(f, 19), e, tt2 ^ BitOperations.RotateLeft(tt2, 9) ^ BitOperations.RotateLeft(tt2, 17));
        }

        ReadOnlySpan<uint> after = [a, b, c, d, e, f, g, h];
        for (var i = 0; i < after.Length; i++)
            state[i] ^= after[i];
    }

    private static void Expand(Span<uint> w, ReadOnlySpan<byte> block)
    {
        for (var j = 0; j < 16; j++)
            w[j] = BinaryPrimitives.ReadUInt32BigEndian(block[(j * sizeof(uint))..]);
        for (var j = 16; j < w.Length; j++)
        {
            var x = w[j - 16] ^ w[j - 9] ^ BitOperations.RotateLeft(w[j - 3], 15);
            w[j] = x ^ BitOperations.RotateLeft(x, 15) ^ BitOperations.RotateLeft(x, 23) ^ BitOperations.RotateLeft(w[j - 13], 7) ^ w[j - 6];
        }
    }
}
