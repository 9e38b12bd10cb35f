using System.Security.Cryptography;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Keys;

/// <param name="Twins">Accounts whose phone or WeChat another account has under the new hash; left as they are.</param>
public sealed record LookupRotationResult(int Changed, IReadOnlyList<string> Twins);

/// <summary>
/// Makes the hashes by which accounts are found anew with the key in use, from the encrypted values beside them; a batch at a time, each only if it is still
/// what was read. What nothing but a hash is kept of (a phone that was given up, recovery codes, links that were sent) stays with the key of its time and is
/// found by it as long as that key is in the file.
/// </summary>
public sealed class LookupRotation(Database database, PersonalData crypto)
{
    private const int AtOnce = 200;

    private static readonly Target[] Targets =
    [
        // A list may have brought the phone in another form.
        new("phone", PersonalDataPurpose.Phone, plain => PhoneNumber.Parse(plain)?.ToString()),
        new("openid", PersonalDataPurpose.OpenId, plain => plain),
    ];

    public async Task<LookupRotationResult> RunAsync(CancellationToken ct)
    {
        var (changed, twins) = (0, new List<string>());
        foreach (var target in Targets)
        {
            for (var after = ""; await NextAsync(target, after, ct) is { Count: > 0 } rows; after = rows[^1].Id)
            {
                var old = rows.Select(row => row with { New = NewOf(target, row) }).Where(row => row.New is not null && row.New != row.Hash).ToList();
                var (written, left) = old.Count == 0 ? (0, []) : await database.WriteAsync(scope => WriteAsync(scope, target, old), ct);
                changed += written;
                twins.AddRange(left);
            }
        }

        return new LookupRotationResult(changed, twins);
    }

    private async Task<IReadOnlyList<Row>> NextAsync(Target target, string after, CancellationToken ct) =>
        (await database.ReadAsync(connection => connection.QueryAsync<Row>(target.Select, new { after, AtOnce }), ct)).AsList();

    /// <returns>Null for a value that cannot be read, which the rotation of the values has counted.</returns>
    private string? NewOf(Target target, Row row)
    {
        try
        {
            return target.Form(crypto.Decrypt(target.Purpose, row.Value)) is { } form ? crypto.LookupHash(target.Purpose, form) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static async Task<(int Written, List<string> Twins)> WriteAsync(WriteScope scope, Target target, IReadOnlyList<Row> rows)
    {
        var (written, twins) = (0, new List<string>());
        foreach (var row in rows)
        {
            if (await scope.FirstOrDefaultAsync<string>(target.SelectTwin, row) is not null)
                twins.Add(row.Id);
            else
                written += await scope.ExecuteAsync(target.Update, row);
        }

        return (written, twins);
    }

    /// <param name="Column">Before <c>_hash</c> and <c>_encrypted</c>.</param>
    /// <param name="Form">In which a value is hashed.</param>
    private sealed record Target(string Column, string Purpose, Func<string, string?> Form)
    {
        public string Select =>
            $"select id, {Column}_encrypted as value, {Column}_hash as hash from users where id > @after and {Column}_hash is not null and {Column}_encrypted is not null order by id limit @AtOnce";

        public string SelectTwin => $"select id from users where {Column}_hash = @New";

        public string Update => $"update users set {Column}_hash = @New where id = @Id and {Column}_hash = @Hash and {Column}_encrypted = @Value";
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Value { get; init; } = "";

        public string Hash { get; init; } = "";

        public string? New { get; init; }
    }
}
