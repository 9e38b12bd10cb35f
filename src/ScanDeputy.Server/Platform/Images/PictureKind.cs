using System.Buffers.Binary;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>What a file is that is no photo we take: phones write HEIF (.heic), AVIF and videos in one kind of container (ISO/IEC 14496-12).</summary>
internal static class PictureKind
{
    private static readonly byte[][] HeifBrands = [.. ((string[])["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1", "mif2"]).Select(System.Text.Encoding.ASCII.GetBytes)];
    private static readonly byte[][] AvifBrands = [.. ((string[])["avif", "avis", "avio"]).Select(System.Text.Encoding.ASCII.GetBytes)];

    public static PhotoRejection Of(ReadOnlySpan<byte> file)
    {
        const int BrandLength = 4, HeaderLength = 16;
        if (file.Length < HeaderLength || !file[4..].StartsWith("ftyp"u8))
            return file.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? PhotoRejection.Video : PhotoRejection.UnknownType; // Matroska and WebM

        // The main brand of a HEIF or AVIF file may be a general one (mif1); the list behind it says more.
        var length = (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(file), HeaderLength, (uint)Math.Min(file.Length, 256));
        var found = PhotoRejection.Video;
        for (var at = 8; at + BrandLength <= length; at += BrandLength)
        {
            var brand = file.Slice(at, BrandLength);
            if (IsOne(brand, AvifBrands))
                return PhotoRejection.Avif;
            if (IsOne(brand, HeifBrands))
                found = PhotoRejection.Heif;
        }

        return found;
    }

    private static bool IsOne(ReadOnlySpan<byte> brand, byte[][] brands)
    {
        foreach (var known in brands)
        {
            if (brand.SequenceEqual(known))
                return true;
        }

        return false;
    }
}
