using System.Security.Cryptography;

namespace ScanDeputy.Server.Features.People.Passwords;

/// <summary>A password that was made for somebody. It is shown once, and its owner sets another one before anything else.</summary>
public sealed record IssuedPassword(string Plain, string Hash)
{
    // Without characters that look alike on paper.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static IssuedPassword New()
    {
        var plain = RandomNumberGenerator.GetString(Letters, 16);
        return new IssuedPassword(plain, PasswordCheck.HashOf(plain));
    }
}
