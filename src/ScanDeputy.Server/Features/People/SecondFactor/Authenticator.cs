using OtpNet;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>Codes as authenticator apps make them (RFC 6238): six digits, a new one each half minute, from a secret of 160 bits.</summary>
internal static class Authenticator
{
    public const int Digits = 6;

    private const int SecretBytes = 20;

    // The one before and the one after count too: phones and people are late.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>In base32, as it is typed into an app that cannot scan.</summary>
    public static string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes));

    /// <summary>What the app scans; it shows the account's name under the issuer's.</summary>
    public static string AddressOf(string secret, string userName) => new OtpUri(OtpType.Totp, secret, userName, "扫码找代表").ToString();

    /// <returns>The period that the code is of; null for a code that is none of now.</returns>
    public static long? PeriodOf(string secret, string code, DateTimeOffset now) =>
        new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(now.UtcDateTime, code, out var period, Window) ? period : null;
}
