using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>
/// How often something that only its owner knows may be tried. Five wrong tries from one network, or twenty from all, and it waits a quarter of an hour
/// there, then twice as long with each one more. Every try is counted before it is looked at, so that many at once are no more than one after the other.
/// Wrong ones from elsewhere do not keep out whoever signs in from a network that has opened this account before: nobody can be locked out for ever by a
/// stranger.
/// </summary>
public sealed class SignInAttempts(PersonalData crypto, TimeProvider clock)
{
    private const int TriesFromOneNetwork = 5;
    private const int TriesFromAll = 20;

    /// <summary>Two hours without a try, and those before count no more.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <param name="kind">What is tried.</param>
    /// <param name="whose">Of which name or account.</param>
    /// <param name="network">Whoever tries, as a hash.</param>
    /// <param name="familiar">The account was opened from there before.</param>
    public IReadOnlyList<Count> CountsOf(string kind, string whose, string network, bool familiar)
    {
        var subject = SubjectOf(kind, whose);
        var here = new Count(subject + crypto.LookupHash("network", network)[..24], TriesFromOneNetwork);
        return familiar ? [here] : [here, new Count(subject, TriesFromAll)];
    }

    /// <summary>All are counted or, when one of them has to wait, none.</summary>
    public async Task<Result<int>> CountAsync(WriteScope scope, IReadOnlyList<Count> counts)
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

    /// <summary>A wrong try, for the audit trail. Not the name that was typed: it may be a password.</summary>
    /// <param name="account">Null for a name that nobody has.</param>
    public Task<int> TellWrongAsync(Database database, string kind, string? account, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            if (account is null)
                AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.SignInFailed, await OnlyCountyAsync(scope), "unknown") { Object = kind });
            else
                TellWrong(scope, clock, kind, account);
            return 1;
        },
        ct);

    /// <summary>The same in a transaction that is kept although the try was wrong.</summary>
    public static void TellWrong(WriteScope scope, TimeProvider clock, string kind, string account) =>
        AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.SignInFailed, null, account) { Object = kind, ObjectId = account, Person = account });

    /// <summary>Where there is one county its auditors see who tries names that nobody has; where there are several, that is none of a single one's.</summary>
    private static async Task<string> OnlyCountyAsync(WriteScope scope) =>
        await scope.ListAsync<string>("select code from jurisdictions order by code limit 2") is [var only] ? only : "";

    /// <summary>The try was a right one: those before it, counted with the same counts, count no more.</summary>
    public static Task<int> ForgetAsync(WriteScope scope, IReadOnlyList<Count> counts) =>
        scope.ExecuteAsync("delete from sign_in_failures where subject in @Subjects", new { Subjects = counts.Select(count => count.Subject).ToList() });

    /// <summary>Wrong tries of before count no more, wherever they were made.</summary>
    public Task<int> ForgiveAsync(WriteScope scope, string kind, string whose) => scope.ExecuteAsync(
        "delete from sign_in_failures where subject >= @From and subject < @To", new { From = SubjectOf(kind, whose), To = SubjectOf(kind, whose) + "g" });

    /// <summary>Of one account all begin alike, and are forgiven together.</summary>
    private string SubjectOf(string kind, string whose) => crypto.LookupHash(kind, whose)[..40];

    private static TimeSpan WaitAfter(int more) => more >= 2 ? LongestWait : FirstWait * (1 << more);

    private const string CountTry = """
        update sign_in_failures set failures = case when last_at > @Since then failures + 1 else 1 end, last_at = @now
        where subject = @subject and blocked_until <= @now
        """;

    public sealed record Count(string Subject, int Limit);

    private sealed record Counted
    {
        public int Failures { get; init; }

        public DateTimeOffset BlockedUntil { get; init; }
    }
}
