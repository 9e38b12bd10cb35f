using System.Security.Cryptography;
using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Keys;

/// <param name="Unreadable">Rows with a value that no key of the file opens; left as they are.</param>
public sealed record RotationResult(int Changed, int Unreadable);

/// <summary>
/// Writes every value that an older key protects again with the current one, a batch at a time. Each value is replaced only if it is
/// still what was read, so that people may go on writing; stopped anywhere, it goes on where values are still old.
/// </summary>
public sealed class PersonalDataRotation(Database database, PersonalData crypto, TokenKeyRotation tokenKeys)
{
    private const int AtOnce = 200;

    private static readonly Target[] Targets =
    [
        new("users", "name_encrypted", PersonalDataPurpose.Name, "update users set name_encrypted = @New where id = @Id and name_encrypted = @Old"),
        new("users", "phone_encrypted", PersonalDataPurpose.Phone, "update users set phone_encrypted = @New where id = @Id and phone_encrypted = @Old"),
        new("users", "openid_encrypted", PersonalDataPurpose.OpenId, "update users set openid_encrypted = @New where id = @Id and openid_encrypted = @Old"),
        new("users", "totp_encrypted", PersonalDataPurpose.Totp, "update users set totp_encrypted = @New where id = @Id and totp_encrypted = @Old"),
        new("role_proposals", "phone_encrypted", PersonalDataPurpose.Phone, "update role_proposals set phone_encrypted = @New where user_id = @Id and phone_encrypted = @Old") { Key = "user_id" },
        new("deputies", "phone_encrypted", PersonalDataPurpose.Phone, "update deputies set phone_encrypted = @New where id = @Id and phone_encrypted = @Old"),
        new("cases", "contact_encrypted", PersonalDataPurpose.Contact, "update cases set contact_encrypted = @New where id = @Id and contact_encrypted = @Old"),
        new("idempotency_keys", "answer", PersonalDataPurpose.Answer, "update idempotency_keys set answer = @New where id = @Id and answer = @Old"),
        new("outbox", "to_phone_encrypted", PersonalDataPurpose.Phone, "update outbox set to_phone_encrypted = @New where id = @Id and to_phone_encrypted = @Old"),
        new("reception_bookings", "contact_encrypted", PersonalDataPurpose.Contact, "update reception_bookings set contact_encrypted = @New where id = @Id and contact_encrypted = @Old"),
    ];

    public async Task<RotationResult> RunAsync(CancellationToken ct)
    {
        var total = new RotationResult(await tokenKeys.RunAsync(ct), 0);
        foreach (var target in Targets)
        {
            var result = await RunAsync(target, ct);
            total = new RotationResult(total.Changed + result.Changed, total.Unreadable + result.Unreadable);
        }

        return total;
    }

    private async Task<RotationResult> RunAsync(Target target, CancellationToken ct)
    {
        var (changed, unreadable, after) = (0, 0, "");
        while (true)
        {
            var rows = (await database.ReadAsync(connection => connection.QueryAsync<Row>(target.Select, new { after, AtOnce }), ct)).AsList();
            if (rows.Count == 0)
                return new RotationResult(changed, unreadable);

            var renewed = rows.Where(row => row.Value is { Length: > 0 } && !crypto.IsCurrent(row.Value)).Select(row => (row.Id, Old: row.Value!, New: Renewed(target, row.Value!))).ToList();
            unreadable += renewed.Count(value => value.New is null);
            changed += await database.WriteAsync(
                async scope =>
                {
                    var written = 0;
                    foreach (var (id, old, @new) in renewed.Where(value => value.New is not null))
                        written += await scope.ExecuteAsync(target.Update, new { Id = id, Old = old, New = @new });
                    return written;
                },
                ct);
            after = rows[^1].Id;
        }
    }

    private string? Renewed(Target target, string value)
    {
        try
        {
            return crypto.Encrypt(target.Purpose, crypto.Decrypt(target.Purpose, value));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Target(string Table, string Column, string Purpose, string Update)
    {
        /// <summary>The column by which a row is found.</summary>
        public string Key { get; init; } = "id";

        public string Select => $"select {Key} as id, {Column} as value from {Table} where {Key} > @after order by {Key} limit @AtOnce";
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string? Value { get; init; }
    }
}
