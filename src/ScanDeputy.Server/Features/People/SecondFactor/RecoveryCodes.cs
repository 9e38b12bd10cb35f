using System.Security.Cryptography;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>Ten words for whoever has lost the authenticator: each lets its owner in once, in place of a code. Shown when they are made and never again.</summary>
public sealed class RecoveryCodes(PersonalData crypto, TimeProvider clock)
{
    private const int Number = 10;
    private const int Half = 5;

    // No i, l, o, 0, 1: they are read off paper.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>In place of those of before.</summary>
    public async Task<IReadOnlyList<string>> RenewAsync(WriteScope scope, string userId)
    {
        IReadOnlyList<string> codes = [.. Enumerable.Range(0, Number).Select(_ => $"{Word()}-{Word()}")];
        await scope.ExecuteAsync("delete from recovery_codes where user_id = @userId", new { userId });
        foreach (var code in codes)
            await scope.ExecuteAsync("insert into recovery_codes (user_id, code_hash) values (@userId, @Hash)", new { userId, Hash = HashesOf(userId, code)[0] });
        return codes;
    }

    /// <returns>False when it is none, or was used.</returns>
    public async Task<bool> SpendAsync(WriteScope scope, string userId, string code) => await scope.ExecuteAsync(
        "update recovery_codes set used_at = @Now where user_id = @userId and code_hash in @Hashes and used_at is null",
        new { userId, Hashes = HashesOf(userId, code), Now = clock.GetUtcNow() }) == 1;

    private IReadOnlyList<string> HashesOf(string userId, string code) =>
        crypto.LookupHashes("recovery-code", $"{userId}:{string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()}");

    private static string Word() => RandomNumberGenerator.GetString(Letters, Half);
}
