using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>
/// Whether a code is of somebody's authenticator, or one of their recovery codes. Each counts once; tries are counted as those of passwords are
/// (<see cref="SignInAttempts"/>), by account.
/// </summary>
public sealed class SecondFactorCheck(Database database, SignInAttempts attempts, RecoveryCodes recovery, PersonalData crypto, TimeProvider clock)
{
    private const string Kind = "second-factor";

    /// <param name="code">With blanks between, as apps show it, or without.</param>
    /// <param name="network">Whoever tries, as a hash.</param>
    /// <returns>Null when it is right, and used up from now on.</returns>
    public async Task<Refusal?> TryAsync(string userId, string code, string network, CancellationToken ct)
    {
        var row = await database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<Row>(connection, Select, new { userId, network }), ct);
        var counts = attempts.CountsOf(Kind, userId, network, row is { Familiar: true });
        var counted = await database.WriteAsync<int>(scope => attempts.CountAsync(scope, counts), ct);
        if (counted.Refusal is { } refusal)
            return refusal;

        var right = row is { TotpEncrypted: { } encrypted } && await database.WriteAsync(
            async scope =>
            {
                var used = await UseAsync(scope, userId, encrypted, code);
                if (used)
                    await SignInAttempts.ForgetAsync(scope, counts);
                return used;
            },
            ct);
        if (right)
            return null;

        await attempts.TellWrongAsync(database, Kind, row is null ? null : userId, ct);
        return new Refusal(PeopleErrors.TotpInvalid);
    }

    /// <summary>Wrong codes of before count no more.</summary>
    public Task<int> ForgiveAsync(WriteScope scope, string userId) => attempts.ForgiveAsync(scope, Kind, userId);

    private async Task<bool> UseAsync(WriteScope scope, string userId, string encrypted, string code)
    {
        var written = string.Concat(code.Where(sign => !char.IsWhiteSpace(sign)));
        if (written.Length != Authenticator.Digits || !written.All(char.IsAsciiDigit))
            return await recovery.SpendAsync(scope, userId, written);

        return Authenticator.PeriodOf(crypto.Decrypt(PersonalDataPurpose.Totp, encrypted), written, clock.GetUtcNow()) is { } period
            && await scope.ExecuteAsync(UsePeriod, new { userId, encrypted, period }) == 1;
    }

    private const string Select = """
        select u.totp_encrypted, case when exists (select 1 from sessions s where s.user_id = u.id and s.opened_from = @network) then 1 else 0 end as familiar
        from users u where u.id = @userId and u.active = 1 and u.totp_confirmed_at is not null
        """;

    // A code that comes twice, also at once, or after a newer one, finds the period taken.
    private const string UsePeriod = "update users set totp_period = @period where id = @userId and totp_encrypted = @encrypted and totp_period < @period";

    private sealed record Row
    {
        public string? TotpEncrypted { get; init; }

        public bool Familiar { get; init; }
    }
}
