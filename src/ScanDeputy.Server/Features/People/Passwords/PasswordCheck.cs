using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.Passwords;

/// <summary>
/// Whether a password is that of a user name. Five wrong ones from one network, or twenty from all, and the name waits a quarter of an hour there,
/// then twice as long with each one more. Every try is counted before the password is looked at, so that many at once are no more than one after the
/// other. Wrong ones from elsewhere do not keep out whoever signs in from a network that has opened this account before: nobody can be locked out
/// for ever by a stranger. An unknown name costs and answers the same as a wrong password.
/// </summary>
public sealed class PasswordCheck(Database database, PersonalData crypto, TimeProvider clock)
{
    private const int TriesFromOneNetwork = 5;
    private const int TriesFromAll = 20;

    /// <summary>Two hours without a try, and those before count no more.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly string NobodysHash = Hasher.HashPassword("", "nobody");

    /// <summary>Slow on purpose, as slow as OWASP asks of PBKDF2 with SHA-512: outside any transaction.</summary>
    public static string HashOf(string password) => Hasher.HashPassword("", password);

    /// <param name="network">Whoever tries, as a hash (<see cref="RequestLimits.NetworkOf"/>).</param>
    /// <returns>The account that has both.</returns>
    public async Task<Result<Match>> TryAsync(string userName, string password, string network, CancellationToken ct)
    {
        var row = await database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<Row>(connection, Select, new { userName, network }), ct);
        var counts = CountsOf(userName, network, row is { Familiar: true });
        var counted = await database.WriteAsync<int>(scope => CountAsync(scope, counts), ct);
        if (counted.Refusal is { } refusal)
            return refusal;

        // The slow hash runs for unknown names too.
        var verified = Hasher.VerifyHashedPassword("", row?.PasswordHash ?? NobodysHash, password);
        if (row is not { Id: { } userId, PasswordHash: { } hash } || verified == PasswordVerificationResult.Failed)
            return new Refusal(PeopleErrors.SignInFailed);

        // Made when fewer rounds were enough: now is the time at which the password is known.
        var renewed = verified == PasswordVerificationResult.SuccessRehashNeeded ? HashOf(password) : hash;
        await database.WriteAsync(
            async scope =>
            {
                if (renewed != hash && await scope.ExecuteAsync("update users set password_hash = @renewed where id = @userId and password_hash = @hash", new { renewed, userId, hash }) == 0)
                    renewed = hash;
                return await scope.ExecuteAsync("delete from sign_in_failures where subject in @Subjects", new { Subjects = counts.Select(count => count.Subject).ToList() });
            },
            ct);
        return new Match(userId, renewed);
    }

    /// <summary>Wrong passwords of before count no more, wherever they were tried.</summary>
    public Task<int> ForgiveAsync(WriteScope scope, string userName) =>
        scope.ExecuteAsync("delete from sign_in_failures where subject >= @From and subject < @To", new { From = SubjectOf(userName), To = SubjectOf(userName) + "g" });

    /// <param name="Hash">As it is stored: a change that finds another one comes too late.</param>
    public sealed record Match(string UserId, string Hash);

    private IReadOnlyList<Count> CountsOf(string userName, string network, bool familiar)
    {
        var subject = SubjectOf(userName);
        var here = new Count(subject + crypto.LookupHash("network", network)[..24], TriesFromOneNetwork);
        return familiar ? [here] : [here, new Count(subject, TriesFromAll)];
    }

    /// <summary>Of one name all begin alike, and are forgiven together.</summary>
    private string SubjectOf(string userName) => crypto.LookupHash("user-name", userName)[..40];

    /// <summary>All are counted or, when one of them has to wait, none.</summary>
    private async Task<Result<int>> CountAsync(WriteScope scope, IReadOnlyList<Count> counts)
    {
        var now = clock.GetUtcNow();
        foreach (var (subject, limit) in counts)
        {
            await scope.ExecuteAsync(
                $"{scope.Dialect.InsertOrIgnore} sign_in_failures (subject, failures, blocked_until, last_at) values (@subject, 0, 0, @now)", new { subject, now });
            var tried = await scope.ExecuteAsync(CountTry, new { subject, now, Since = now - Memory });
            var row = (await scope.FirstOrDefaultAsync<Counted>("select failures, blocked_until from sign_in_failures where subject = @subject", new { subject }))!;
            if (tried == 0)
                return RetryAfter.Refuse(row.BlockedUntil - now);
            if (row.Failures >= limit)
                await scope.ExecuteAsync("update sign_in_failures set blocked_until = @Until where subject = @subject", new { subject, Until = now + WaitAfter(row.Failures - limit) });
        }

        return counts.Count;
    }

    private static TimeSpan WaitAfter(int more) => more >= 2 ? LongestWait : FirstWait * (1 << more);

    private const string Select = """
        select u.id, u.password_hash,
          case when exists (select 1 from sessions s where s.user_id = u.id and s.opened_from = @network) then 1 else 0 end as familiar
        from users u where u.user_name = @userName and u.active = 1
        """;

    private const string CountTry = """
        update sign_in_failures set failures = case when last_at > @Since then failures + 1 else 1 end, last_at = @now
        where subject = @subject and blocked_until <= @now
        """;

    private sealed record Count(string Subject, int Limit);

    private sealed record Counted
    {
        public int Failures { get; init; }

        public DateTimeOffset BlockedUntil { get; init; }
    }

    private sealed record Row
    {
        public string? Id { get; init; }

        public string? PasswordHash { get; init; }

        public bool Familiar { get; init; }
    }
}
