using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>What is kept of an authenticator: its secret, encrypted, from when it counts, and the recovery codes.</summary>
public sealed class TotpStore(Database database, RecoveryCodes recovery, PersonalData crypto, TimeProvider clock)
{
    /// <param name="Ended">Other sessions: they were opened without it.</param>
    public sealed record Confirmed(IReadOnlyList<string> RecoveryCodes, IReadOnlyList<string> Ended);

    public async Task<EnrolTotp.View> ViewAsync(string userId, bool required, CancellationToken ct)
    {
        var row = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Row>(Select, new { userId }), ct);
        return new EnrolTotp.View(row?.TotpConfirmedAt is not null, required, row?.TotpConfirmedAt, row?.TotpConfirmedAt is null ? 0 : row.CodesLeft);
    }

    /// <returns>Null for who has no password.</returns>
    public Task<string?> UserNameAsync(string userId, CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<string?>("select user_name from users where id = @userId and password_hash is not null", new { userId }), ct);

    public async Task<EnrolTotp.Begun?> FindBegunAsync(string userId, CancellationToken ct)
    {
        var row = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Row>(Select, new { userId }), ct);
        return row is { TotpEncrypted: { } encrypted, TotpConfirmedAt: null, UserName: { } userName } && crypto.Decrypt(PersonalDataPurpose.Totp, encrypted) is { } secret
            ? new EnrolTotp.Begun(secret, Authenticator.AddressOf(secret, userName))
            : null;
    }

    /// <returns>False when there is one that counts already.</returns>
    public async Task<bool> BeginAsync(string userId, string secret, CancellationToken ct) => await database.WriteAsync(
        scope => scope.ExecuteAsync(
            "update users set totp_encrypted = @Encrypted, totp_period = 0 where id = @userId and totp_confirmed_at is null", new { userId, Encrypted = crypto.Encrypt(PersonalDataPurpose.Totp, secret) }),
        ct) == 1;

    /// <summary>The first code shows that the app has the secret.</summary>
    public Task<Result<Confirmed>> ConfirmAsync(CurrentUser user, string code) => database.WriteAsync<Confirmed>(
        async scope =>
        {
            var now = clock.GetUtcNow();
            var row = await scope.FirstOrDefaultAsync<Row>(Select + scope.Dialect.ForUpdate, new { userId = user.Id });
            if (row is not { TotpEncrypted: { } encrypted, TotpConfirmedAt: null })
                return new Refusal(PeopleErrors.TotpNotBegun);
            if (Authenticator.PeriodOf(crypto.Decrypt(PersonalDataPurpose.Totp, encrypted), code, now) is not { } period)
                return Refusal.OfField("code", "field_totp_wrong");
            if (await scope.ExecuteAsync(
                "update users set totp_confirmed_at = @now, totp_period = @period where id = @Id and totp_encrypted = @encrypted and totp_confirmed_at is null", new { now, period, user.Id, encrypted }) == 0)
                return new Refusal(PeopleErrors.TotpNotBegun);

            AccountChanges.Write(scope, clock, user.Id, AccountChanges.TotpEnrolled, user.Id);
            return new Confirmed(await recovery.RenewAsync(scope, user.Id), await AccountSessions.EndAsync(scope, clock, user.Id, user.SessionId));
        },
        CancellationToken.None);

    public Task<IReadOnlyList<string>> RenewCodesAsync(string userId, CancellationToken ct) => database.WriteAsync(
        scope =>
        {
            AccountChanges.Write(scope, clock, userId, AccountChanges.CodesRenewed, userId);
            return recovery.RenewAsync(scope, userId);
        },
        ct);

    /// <summary>By its owner.</summary>
    public Task RemoveAsync(string userId, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            AccountChanges.Write(scope, clock, userId, AccountChanges.TotpRemoved, userId);
            return await EndAsync(scope, userId);
        },
        ct);

    /// <summary>Nothing of it is left: it was given up, or the account was closed.</summary>
    public static async Task<int> EndAsync(WriteScope scope, string userId)
    {
        await scope.ExecuteAsync("delete from recovery_codes where user_id = @userId", new { userId });
        return await scope.ExecuteAsync("update users set totp_encrypted = null, totp_confirmed_at = null, totp_period = 0 where id = @userId", new { userId });
    }

    private const string Select = """
        select user_name, totp_encrypted, totp_confirmed_at, (select count(*) from recovery_codes c where c.user_id = users.id and c.used_at is null) as codes_left
        from users where id = @userId
        """;

    private sealed record Row
    {
        public string? UserName { get; init; }

        public string? TotpEncrypted { get; init; }

        public DateTimeOffset? TotpConfirmedAt { get; init; }

        public int CodesLeft { get; init; }
    }
}
