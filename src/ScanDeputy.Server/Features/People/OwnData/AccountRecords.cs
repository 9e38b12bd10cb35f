using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Privacy;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.OwnData;

/// <summary>The account itself: name, phone, WeChat, sign-ins.</summary>
public sealed class AccountRecords(PersonalData crypto) : IPersonalRecords
{
    public string Section => "account";

    public async Task<object?> ExportAsync(DbConnection connection, CurrentUser user)
    {
        var row = await connection.QuerySingleAsync<Row>(Select, new { user.Id });
        return new
        {
            user.Id,
            Name = crypto.DecryptOrNull(PersonalDataPurpose.Name, row.NameEncrypted),
            Phone = PhoneNumber.Parse(crypto.DecryptOrNull(PersonalDataPurpose.Phone, row.PhoneEncrypted))?.Digits,
            WeChat = crypto.DecryptOrNull(PersonalDataPurpose.OpenId, row.OpenidEncrypted),
            row.UserName,
            user.Roles,
            row.CreatedAt,
            row.LastSignInAt,
            Sessions = await connection.QueryAsync<Session>("select created_at, expires_at, revoked_at from sessions where user_id = @Id order by created_at", new { user.Id }),
            PrivacyAgreements = await PrivacyAgreements.ListAsync(connection, user.Id),
            Changes = await connection.QueryAsync<Change>("select kind, made_at from account_changes where user_id = @Id order by made_at", new { user.Id }),
        };
    }

    public async Task EraseAsync(WriteScope scope, string userId)
    {
        // With the accounts that were joined with it.
        await scope.ExecuteAsync(Erase, new { userId });
        foreach (var table in (string[])["web_tickets", "invitations", "absences", "user_roles", "recovery_codes"])
            await scope.ExecuteAsync($"delete from {table} where user_id = @userId", new { userId });
        await scope.ExecuteAsync("update desk_sign_ins set user_id = null where user_id = @userId", new { userId });
    }

    private const string Select = "select name_encrypted, phone_encrypted, openid_encrypted, user_name, created_at, last_sign_in_at from users where id = @Id";

    private const string Erase = """
        update users set name_encrypted = null, phone_encrypted = null, phone_hash = null, former_phone_hash = null, openid_encrypted = null, openid_hash = null,
          password_hash = null, totp_encrypted = null, totp_confirmed_at = null, active = 0, version = version + 1
        where id = @userId or joined_to = @userId
        """;

    private sealed record Row
    {
        public string? NameEncrypted { get; init; }

        public string? PhoneEncrypted { get; init; }

        public string? OpenidEncrypted { get; init; }

        public string? UserName { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? LastSignInAt { get; init; }
    }

    private sealed record Session
    {
        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }

        public DateTimeOffset? RevokedAt { get; init; }
    }

    private sealed record Change
    {
        public string Kind { get; init; } = "";

        public DateTimeOffset MadeAt { get; init; }
    }
}
