using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.Passwords;

/// <summary>
/// Whether a password is that of a user name. Tries are counted by name (<see cref="SignInAttempts"/>). An unknown name costs and answers the same as a wrong
/// password.
/// </summary>
public sealed class PasswordCheck(Database database, SignInAttempts attempts)
{
    private const string Kind = "user-name";

    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly string NobodysHash = Hasher.HashPassword("", "nobody");

    /// <summary>Slow on purpose, as slow as OWASP asks of PBKDF2 with SHA-512: outside any transaction.</summary>
    public static string HashOf(string password) => Hasher.HashPassword("", password);

    /// <param name="network">Whoever tries, as a hash (<see cref="RequestLimits.NetworkOf"/>).</param>
    /// <returns>The account that has both.</returns>
    public async Task<Result<Match>> TryAsync(string userName, string password, string network, CancellationToken ct)
    {
        var row = await database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<Row>(connection, Select, new { userName, network }), ct);
        var counts = attempts.CountsOf(Kind, userName, network, row is { Familiar: true });
        var counted = await database.WriteAsync<int>(scope => attempts.CountAsync(scope, counts), ct);
        if (counted.Refusal is { } refusal)
            return refusal;

        // The slow hash runs for unknown names too.
        var verified = Hasher.VerifyHashedPassword("", row?.PasswordHash ?? NobodysHash, password);
        if (row is not { Id: { } userId, PasswordHash: { } hash } || verified == PasswordVerificationResult.Failed)
        {
            await attempts.TellWrongAsync(database, "password", row?.Id, ct);
            return new Refusal(PeopleErrors.SignInFailed);
        }

        // Made when fewer rounds were enough: now is the time at which the password is known.
        var renewed = verified == PasswordVerificationResult.SuccessRehashNeeded ? HashOf(password) : hash;
        await database.WriteAsync(
            async scope =>
            {
                if (renewed != hash && await scope.ExecuteAsync("update users set password_hash = @renewed where id = @userId and password_hash = @hash", new { renewed, userId, hash }) == 0)
                    renewed = hash;
                return await SignInAttempts.ForgetAsync(scope, counts);
            },
            ct);
        return new Match(userId, renewed, row.HasTotp);
    }

    /// <summary>Wrong passwords of before count no more, wherever they were tried.</summary>
    public Task<int> ForgiveAsync(WriteScope scope, string userName) => attempts.ForgiveAsync(scope, Kind, userName);

    /// <param name="Hash">As it is stored: a change that finds another one comes too late.</param>
    /// <param name="HasTotp">A code is asked for as well before they are in.</param>
    public sealed record Match(string UserId, string Hash, bool HasTotp);

    private const string Select = """
        select u.id, u.password_hash, case when u.totp_confirmed_at is null then 0 else 1 end as has_totp,
          case when exists (select 1 from sessions s where s.user_id = u.id and s.opened_from = @network) then 1 else 0 end as familiar
        from users u where u.user_name = @userName and u.active = 1
        """;

    private sealed record Row
    {
        public string? Id { get; init; }

        public string? PasswordHash { get; init; }

        public bool HasTotp { get; init; }

        public bool Familiar { get; init; }
    }
}
