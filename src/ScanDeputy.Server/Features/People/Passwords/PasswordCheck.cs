using Microsoft.AspNetCore.Identity;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.Passwords;

/// <summary>
/// Whether a password is that of a user name. After five wrong ones in a row the name waits a quarter of an hour, wherever they were tried; an unknown
/// name costs and answers the same as a wrong password.
/// </summary>
public sealed class PasswordCheck(Database database, PersonalData crypto, TimeProvider clock)
{
    private const int TriesBeforeWait = 5;
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(15);
    private static readonly PasswordHasher<string> Hasher = new();
    private static readonly string NobodysHash = Hasher.HashPassword("", "nobody");

    /// <summary>Slow on purpose: outside any transaction.</summary>
    public static string HashOf(string password) => Hasher.HashPassword("", password);

    /// <returns>The account that has both.</returns>
    public async Task<Result<Match>> TryAsync(string userName, string password, CancellationToken ct)
    {
        var subject = SubjectOf(userName);
        var row = await database.ReadAsync(
            connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<Row>(connection, Select, new { userName, subject }), ct);
        if (row?.BlockedUntil - clock.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
            return RetryAfter.Refuse(wait);

        // The slow hash runs for unknown names too.
        var matches = Hasher.VerifyHashedPassword("", row?.PasswordHash ?? NobodysHash, password) != PasswordVerificationResult.Failed;
        if (row is { Id: { } userId, PasswordHash: { } hash } && matches)
        {
            await database.WriteAsync(scope => ForgiveAsync(scope, userName), ct);
            return new Match(userId, hash);
        }

        await database.WriteAsync(scope => CountFailureAsync(scope, subject), ct);
        return new Refusal(PeopleErrors.SignInFailed);
    }

    /// <summary>Wrong passwords of before count no more.</summary>
    public Task<int> ForgiveAsync(WriteScope scope, string userName) =>
        scope.ExecuteAsync("delete from sign_in_failures where subject = @subject", new { subject = SubjectOf(userName) });

    private string SubjectOf(string userName) => crypto.LookupHash("user-name", userName);

    /// <param name="Hash">As it is stored: a change that finds another one comes too late.</param>
    public sealed record Match(string UserId, string Hash);

    private async Task<int> CountFailureAsync(WriteScope scope, string subject)
    {
        var now = clock.GetUtcNow();
        await scope.ExecuteAsync(
            $"{scope.Dialect.InsertOrIgnore} sign_in_failures (subject, failures, blocked_until, last_at) values (@subject, 0, 0, @now)", new { subject, now });
        return await scope.ExecuteAsync(CountFailure, new { subject, now, Since = now - Wait, Until = now + Wait, Before = TriesBeforeWait - 1 });
    }

    private const string Select = """
        select u.id, u.password_hash, f.blocked_until
        from (select @subject as subject) x
        left join sign_in_failures f on f.subject = x.subject
        left join users u on u.user_name = @userName and u.active = 1
        """;

    // Old failures do not count; the block is set by the try that reaches the limit.
    private const string CountFailure = """
        update sign_in_failures set
          blocked_until = case when failures >= @Before and last_at > @Since then @Until else blocked_until end,
          failures = case when last_at > @Since then failures + 1 else 1 end,
          last_at = @now
        where subject = @subject
        """;

    private sealed record Row
    {
        public string? Id { get; init; }

        public string? PasswordHash { get; init; }

        public DateTimeOffset? BlockedUntil { get; init; }
    }
}
