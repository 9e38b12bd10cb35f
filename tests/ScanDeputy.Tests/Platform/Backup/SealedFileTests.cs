using System.Security.Cryptography;
using ScanDeputy.Server.Features.Administration.Backup;
using ScanDeputy.Server.Platform.Security;
using Xunit;

namespace ScanDeputy.Tests.Platform.Backup;

/// <summary>Where pieces of a backup begin and end is no place at which it can be cut, and none can stand elsewhere.</summary>
public sealed class SealedFileTests : IDisposable
{
    private const int Piece = SealedHeader.PieceSize;
    private const int Sealed = Piece + KeyAlgorithm.TagSize;

    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Names => [.. KeyAlgorithm.All.Select(algorithm => algorithm.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_written_is_read_whatever_its_length_and_refused_when_it_was_cut_or_put_together_anew(string name)
    {
        var keys = KeyRing.OpenOrCreate(Path.Combine(_folder, "keys.json"), KeyAlgorithm.Find(name));
        foreach (var length in (int[])[0, 1, Piece - 1, Piece, Piece + 1, 2 * Piece, 2 * Piece + 7])
        {
            var plain = RandomNumberGenerator.GetBytes(length);
            foreach (var step in (int[])[1000, Piece, 3 * Piece])
                Assert.Equal(plain, SealedBytes.Open(keys, SealedBytes.Of(keys, plain, step)));
        }

        var (whole, other) = (SealedBytes.Of(keys, new byte[3 * Piece]), SealedBytes.Of(keys, new byte[3 * Piece]));
        var begin = Array.IndexOf(whole, (byte)'\n') + 1;
        Assert.Equal(begin + 3 * Sealed, whole.Length);
        Assert.NotEqual(whole[begin..], other[begin..]);
        byte[][] wrong =
        [
            whole[..begin],
            whole[..(begin + Sealed)],
            whole[..(begin + 2 * Sealed)],
            whole[..(begin + 2 * Sealed + 5)],
            [.. whole[..begin], .. whole[(begin + Sealed)..]],
            [.. whole[..begin], .. whole[(begin + Sealed)..(begin + 2 * Sealed)], .. whole[begin..(begin + Sealed)], .. whole[(begin + 2 * Sealed)..]],
            [.. whole, .. whole[begin..(begin + Sealed)]],
            [.. whole[..begin], .. other[begin..]],
            [.. other[..begin], .. whole[begin..]],
        ];
        Assert.All(wrong, bytes => Assert.Throws<BackupException>(() => SealedBytes.Open(keys, bytes)));
    }
}
