using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.DeskSignIn;

/// <summary>How a sign-in at a desk stands.</summary>
public enum DeskStatus
{
    Waiting,
    Confirmed,
    Refused,

    /// <summary>Used, run out, or never there.</summary>
    Ended,
}

/// <summary>What somebody sees on the phone before they confirm.</summary>
/// <param name="Number">Two digits that stand on the desk's screen as well.</param>
/// <param name="Device">The desk's browser, by what it calls itself.</param>
/// <param name="Network">The desk's address without its last part.</param>
public sealed record DeskView(string Number, string Device, string Network, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt);

/// <summary>A code on the desk's screen.</summary>
/// <param name="Id">Stands in the code: whoever sees the screen has it.</param>
/// <param name="Secret">The browser's alone: a code that was photographed signs nobody in elsewhere.</param>
public sealed record DeskCode(string Id, string Secret, string Number);

/// <summary>
/// Officials sign in at a desk by scanning a code with the mini-program that they are signed in to. The code is good for five minutes and one sign-in.
/// In the database, where all nodes see one truth.
/// </summary>
public sealed class DeskSignIns(Database database, SessionIssuer sessions, PersonalData crypto, TimeProvider clock)
{
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    public async Task<DeskCode> BeginAsync(string device, string network, CancellationToken ct)
    {
        var code = new DeskCode(NewToken(), NewToken(), RandomNumberGenerator.GetInt32(100).ToString("D2", CultureInfo.InvariantCulture));
        var now = clock.GetUtcNow();
        var row = new { code.Id, Hash = HashesOf(code.Id, code.Secret)[0], code.Number, device, network, now, Until = now + ValidFor };
        await database.WriteAsync(scope => scope.ExecuteAsync(Insert, row), ct);
        return code;
    }

    /// <returns>Null when there is nothing to confirm any more.</returns>
    public Task<DeskView?> FindAsync(string id, CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<DeskView?>(SelectView, new { id, Now = clock.GetUtcNow() }), ct);

    /// <summary>Said twice by the same person it counts once.</summary>
    /// <returns>False when there is nothing to confirm any more.</returns>
    public async Task<bool> DecideAsync(string id, CurrentUser user, bool confirmed, CancellationToken ct)
    {
        var decision = new { id, UserId = user.Id, Status = confirmed ? Confirmed : Refused, Now = clock.GetUtcNow() };
        return await database.WriteAsync(
            async scope => await scope.ExecuteAsync(Decide, decision) == 1 || await scope.FirstOrDefaultAsync<int?>(SelectDecided, decision) is not null, ct);
    }

    /// <summary>For the desk's own browser.</summary>
    public async Task<DeskStatus> StatusOfAsync(string id, string secret, CancellationToken ct)
    {
        var status = await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<string>(SelectStatus, new { id, Hashes = HashesOf(id, secret), Now = clock.GetUtcNow() }), ct);
        return status switch
        {
            Waiting => DeskStatus.Waiting,
            Confirmed => DeskStatus.Confirmed,
            Refused => DeskStatus.Refused,
            _ => DeskStatus.Ended,
        };
    }

    /// <summary>Opens the session of whoever confirmed, once.</summary>
    /// <returns>Null when nobody has, when the time is over, or when their account was closed since.</returns>
    public Task<string?> EnterAsync(string id, string secret, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var values = new { id, Hashes = HashesOf(id, secret), Now = clock.GetUtcNow() };
            if (await scope.ExecuteAsync(Use, values) == 0)
                return null;

            var userId = await scope.FirstOrDefaultAsync<string>("select u.id from desk_sign_ins d join users u on u.id = d.user_id where d.id = @id and u.active = 1", values);
            return userId is null ? null : await sessions.OpenAsync(scope, userId);
        },
        ct);

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private IReadOnlyList<string> HashesOf(string id, string secret) => crypto.LookupHashes("desk-sign-in", $"{id}:{secret}");

    private const string Waiting = "waiting";
    private const string Confirmed = "confirmed";
    private const string Refused = "refused";

    private const string Insert = $"""
        insert into desk_sign_ins (id, browser_hash, number, device, network, status, created_at, expires_at)
        values (@Id, @Hash, @Number, @device, @network, '{Waiting}', @now, @Until)
        """;

    private const string SelectView = $"""
        select number, device, network, created_at as requested_at, expires_at from desk_sign_ins where id = @id and status = '{Waiting}' and expires_at > @Now
        """;

    private const string Decide = $"""
        update desk_sign_ins set status = @Status, user_id = @UserId where id = @id and status = '{Waiting}' and expires_at > @Now
        """;

    private const string SelectDecided = "select 1 from desk_sign_ins where id = @id and status = @Status and user_id = @UserId and expires_at > @Now";

    private const string SelectStatus = "select status from desk_sign_ins where id = @id and browser_hash in @Hashes and expires_at > @Now";

    private const string Use = $"""
        update desk_sign_ins set status = 'used' where id = @id and browser_hash in @Hashes and status = '{Confirmed}' and expires_at > @Now
        """;
}
