using ScanDeputy.Server.Features.Administration.Backup;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Tests.Platform.Backup;

/// <summary>A sealed file in memory.</summary>
internal static class SealedBytes
{
    /// <param name="step">How much is written at once.</param>
    public static byte[] Of(KeyRing keys, byte[] plain, int step = 1 << 20)
    {
        using var file = new MemoryStream();
        var writer = SealingStream.BeginAsync(file, keys.Current, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var part in plain.Chunk(step))
            writer.Write(part, 0, part.Length);
        writer.CompleteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return file.ToArray();
    }

    public static byte[] Open(KeyRing keys, byte[] bytes)
    {
        using var plain = new MemoryStream();
        var reader = UnsealingStream.BeginAsync(new MemoryStream(bytes), keys, CancellationToken.None).GetAwaiter().GetResult();
        reader.CopyToAsync(plain).GetAwaiter().GetResult();
        return plain.ToArray();
    }
}
