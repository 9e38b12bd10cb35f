using System.Security.Cryptography;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.PageEntry;

/// <summary>
/// One-time tickets that carry somebody who is signed in to the mini-program into a page that it shows (web-view). Good for a minute and one use; the way
/// back is the page's own: the mini-program stands behind it, still signed in.
/// </summary>
public sealed class WebTickets(Database database, SessionIssuer sessions, PersonalData crypto, TimeProvider clock)
{
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(1);

    private const string Kind = "web-ticket";

    /// <param name="userId">Whose page it will be.</param>
    /// <param name="path">Of this site, with its query.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Stored nowhere but as a keyed hash.</returns>
    public async Task<string> IssueAsync(string userId, string path, CancellationToken ct)
    {
        var ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await database.WriteAsync(scope => scope.ExecuteAsync(Insert, new { Hash = crypto.LookupHash(Kind, ticket), userId, path, Until = clock.GetUtcNow() + ValidFor }), ct);
        return ticket;
    }

    /// <summary>Takes the ticket away and opens a session of its own, which ends without the mini-program's.</summary>
    /// <param name="ticket">As it stood in the address.</param>
    /// <param name="currentUser">Who is signed in to this browser already. Somebody else is not put in their place: a link that was sent to them would do that.</param>
    /// <param name="ct">Stops it.</param>
    public Task<WebEntry?> SpendAsync(string ticket, string? currentUser, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var values = new { Hashes = crypto.LookupHashes(Kind, ticket), Now = clock.GetUtcNow() };
            var found = await scope.FirstOrDefaultAsync<Row>(Select + scope.Dialect.ForUpdate, values);
            if (await scope.ExecuteAsync("delete from web_tickets where hash in @Hashes and expires_at > @Now", values) == 0 || found is null)
                return null;
            if (currentUser is not null && currentUser != found.UserId)
                return null;
            return new WebEntry(currentUser is null ? await sessions.OpenAsync(scope, found.UserId) : null, found.Path);
        },
        ct);

    private const string Insert = "insert into web_tickets (hash, user_id, path, expires_at) values (@Hash, @userId, @path, @Until)";

    private const string Select = "select t.user_id, t.path from web_tickets t join users u on u.id = t.user_id where t.hash in @Hashes and t.expires_at > @Now and u.active = 1";

    private sealed record Row
    {
        public string UserId { get; init; } = "";

        public string Path { get; init; } = "";
    }
}

/// <param name="SessionId">A new session; null when the browser has one of the same person.</param>
/// <param name="Path">Where to go.</param>
public sealed record WebEntry(string? SessionId, string Path);
