using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.Invitations;

/// <summary>
/// One-time links by which somebody who was given an account sets their first password. Good for a week and one use; a new one takes the place of the one
/// before. Stored nowhere but as a keyed hash.
/// </summary>
public sealed class Invitations(PersonalData crypto, TimeProvider clock)
{
    public static readonly TimeSpan ValidFor = TimeSpan.FromDays(7);

    private const string Kind = "invitation";

    /// <returns>What stands in the link, and until when it is good.</returns>
    public async Task<(string Token, DateTimeOffset Until)> MakeAsync(WriteScope scope, string userId)
    {
        // Short, since it stands in a text message; 128 bits cannot be guessed.
        var token = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var until = clock.GetUtcNow() + ValidFor;
        await scope.ExecuteAsync("delete from invitations where user_id = @userId", new { userId });
        await scope.ExecuteAsync(Insert, new { Hash = crypto.LookupHash(Kind, token), userId, until });
        return (token, until);
    }

    /// <returns>Null for what was never sent, is used up, too old, or of an account that was closed.</returns>
    public Task<Invited?> FindAsync(DbConnection connection, string token) =>
        connection.QueryFirstOrDefaultAsync<Invited>(Select, new { Hashes = HashesOf(token), Now = clock.GetUtcNow() });

    /// <summary>Takes it away: of two who come at once, one gets it.</summary>
    public async Task<Invited?> SpendAsync(WriteScope scope, string token)
    {
        var values = new { Hashes = HashesOf(token), Now = clock.GetUtcNow() };
        var found = await scope.FirstOrDefaultAsync<Invited>(Select, values);
        return found is not null && await scope.ExecuteAsync("delete from invitations where hash in @Hashes and expires_at > @Now", values) > 0 ? found : null;
    }

    /// <summary>The message did not go out: nobody has the link.</summary>
    public Task<int> DropAsync(WriteScope scope, string token) => scope.ExecuteAsync("delete from invitations where hash in @Hashes", new { Hashes = HashesOf(token) });

    private IReadOnlyList<string> HashesOf(string token) => crypto.LookupHashes(Kind, token);

    private const string Insert = "insert into invitations (hash, user_id, expires_at) values (@Hash, @userId, @until)";

    private const string Select = """
        select i.user_id, u.user_name, u.phone_encrypted, j.name as county from invitations i
        join users u on u.id = i.user_id and u.active = 1 join jurisdictions j on j.code = u.jurisdiction
        where i.hash in @Hashes and i.expires_at > @Now
        """;
}

/// <summary>Who was invited.</summary>
public sealed record Invited
{
    public string UserId { get; init; } = "";

    public string UserName { get; init; } = "";

    public string? PhoneEncrypted { get; init; }

    /// <summary>Whose the account is, by the name of its jurisdiction.</summary>
    public string County { get; init; } = "";
}
