using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>
/// Between the password and the code: says that somebody gave the right password a moment ago, so that a page need not carry the password. Opens nothing by
/// itself, ends after five minutes or when the password was changed.
/// </summary>
public sealed class PendingSignIn(IDataProtectionProvider protection, Database database, PersonalData crypto, TimeProvider clock)
{
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("sign-in-second-step");

    public string Of(PasswordCheck.Match match) => _protector.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{match.UserId} {(clock.GetUtcNow() + ValidFor).ToUnixTimeMilliseconds()} {MarksOf(match.Hash)[0]}"));

    /// <returns>The account; null when it is none of ours, or over.</returns>
    public async Task<string?> ReadAsync(string? written, CancellationToken ct)
    {
        if (Open(written) is not [var userId, var until, var mark] || long.Parse(until, CultureInfo.InvariantCulture) < clock.GetUtcNow().ToUnixTimeMilliseconds())
            return null;

        var hash = await database.ReadAsync(
            connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<string>(connection, "select password_hash from users where id = @userId and active = 1", new { userId }), ct);
        return hash is not null && MarksOf(hash).Contains(mark) ? userId : null;
    }

    private string[]? Open(string? written)
    {
        if (string.IsNullOrEmpty(written))
            return null;
        try
        {
            return _protector.Unprotect(written).Split(' ');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IReadOnlyList<string> MarksOf(string passwordHash) => [.. crypto.LookupHashes("password-hash", passwordHash).Select(hash => hash[..16])];
}
