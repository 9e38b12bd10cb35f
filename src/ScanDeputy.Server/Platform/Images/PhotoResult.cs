using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>Why a picture was not taken.</summary>
public enum PhotoRejection
{
    None,
    Empty,

    /// <summary>Neither JPEG, PNG nor WebP by its bytes, or a kind of JPEG that no browser shows.</summary>
    UnknownType,

    /// <summary>What iPhones write by default (.heic).</summary>
    Heif,

    Avif,

    Video,

    /// <summary>The file ends before the picture does, such as after a broken upload.</summary>
    Truncated,

    /// <summary>More than <see cref="PhotoCleaner.MostPixels"/>: a small file that fills a viewer's memory.</summary>
    TooManyPixels,

    /// <summary>The structure contradicts the format's specification.</summary>
    Corrupt,
}

/// <summary>A picture with nothing left in it but the picture. Width and height are as stored, before the orientation is applied.</summary>
public sealed record CleanPhoto(string ContentType, byte[] Bytes, int Width, int Height)
{
    /// <summary>What is shown in its place where it is one of many (<see cref="Thumbnails"/>); null when it has none.</summary>
    public byte[]? Thumbnail { get; init; }

    /// <summary>What it is known by, in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

/// <summary>Either a clean photo or the reason why there is none.</summary>
public sealed record PhotoResult
{
    private PhotoResult()
    {
    }

    public CleanPhoto? Photo { get; private init; }

    public PhotoRejection Rejection { get; private init; }

    [MemberNotNullWhen(true, nameof(Photo))]
    public bool IsClean => Photo is not null;

    public static implicit operator PhotoResult(CleanPhoto photo) => FromCleanPhoto(photo);

    public static implicit operator PhotoResult(PhotoRejection rejection) => FromPhotoRejection(rejection);

    public static PhotoResult FromCleanPhoto(CleanPhoto photo) => new() { Photo = photo };

    public static PhotoResult FromPhotoRejection(PhotoRejection rejection) => new() { Rejection = rejection };
}
