using System.Buffers.Text;
using System.Security.Cryptography;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>
/// Addresses that let somebody in who has no account: the id of a row, and a keyed hash without which no id can be made up. When it ends, and
/// whether it was used, the row says. Short, since they stand in text messages.
/// </summary>
public sealed class SignedLinks(PersonalData crypto)
{
    private const int IdBytes = 16;
    private const int MacBytes = 16;

    /// <param name="purpose">A link for one purpose is none for another.</param>
    /// <param name="id">32 hexadecimal digits.</param>
    public string Of(string purpose, string id) => Base64Url.EncodeToString([.. Convert.FromHexString(id), .. Macs(purpose, id)[0]]);

    /// <returns>The id; null for what was not made here.</returns>
    public string? Read(string purpose, string token)
    {
        if (token.Length != Base64Url.GetEncodedLength(IdBytes + MacBytes) || !Base64Url.IsValid(token))
            return null;

        var bytes = Base64Url.DecodeFromChars(token);
        var id = Convert.ToHexStringLower(bytes.AsSpan(0, IdBytes));
        return Macs(purpose, id).Any(mac => CryptographicOperations.FixedTimeEquals(bytes.AsSpan(IdBytes), mac)) ? id : null;
    }

    /// <summary>A link lives as long as its row, so that those of before a rotation stay good.</summary>
    private IReadOnlyList<byte[]> Macs(string purpose, string id) => [.. crypto.LookupHashes($"link/{purpose}", id).Select(hash => Convert.FromHexString(hash)[..MacBytes])];
}
