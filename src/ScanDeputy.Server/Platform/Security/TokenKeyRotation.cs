using Dapper;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>Writes the stored token keys again with the current key of the ring.</summary>
public sealed class TokenKeyRotation(Database.Database database, PersonalData crypto)
{
    /// <returns>How many were changed.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var keys = await database.ReadAsync(connection => connection.QueryAsync<(string Id, string Xml)>("select id, xml from data_protection_keys order by id"), ct);
        var changed = 0;
        foreach (var (id, xml) in keys.Where(key => TokenKeyXml.Secrets(key.Xml).Any(secret => !crypto.IsCurrent(secret))))
        {
            var renewed = TokenKeyXml.Change(xml, secret => crypto.Encrypt(PersonalDataPurpose.TokenKey, crypto.Decrypt(PersonalDataPurpose.TokenKey, secret)));
            changed += await database.WriteAsync(
                scope => scope.ExecuteAsync("update data_protection_keys set xml = @renewed where id = @id and xml = @xml", new { id, xml, renewed }), ct);
        }

        return changed;
    }
}
