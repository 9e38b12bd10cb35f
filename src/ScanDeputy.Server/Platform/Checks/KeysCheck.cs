using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform.Checks;

/// <summary>Can the key file be read, and by its owner only?</summary>
public sealed class KeyRingCheck(IServiceProvider services, IConfiguration configuration) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Nothing;

    public string Name => "keys";

    public Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<CheckResult>>([Look()]);

    private CheckResult Look()
    {
        try
        {
            var ring = services.GetRequiredService<KeyRing>();
            var (current, wanted) = (ring.Current, SecurityPlatform.AlgorithmOf(configuration));
            var text = $"{ring.Ids.Count} in the key file, '{current.Id}' is in use ({current.Algorithm.Name})";
            if (current.Algorithm != wanted)
                return CheckResult.Warning(Name, $"{text}; Keys__Algorithm says {wanted.Name}: run 'rotate-keys'");
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(ring.File) & (UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) == UnixFileMode.None
                ? CheckResult.Ok(Name, text)
                : CheckResult.Warning(Name, $"{text}; others may read or change {ring.File}: chmod 600 or 640");
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fault(Name, $"the key file is not usable: {exception.Message}");
        }
    }
}

/// <summary>Was what is in the database written with the keys of this file? The newest and the oldest are tried.</summary>
public sealed class EncryptedDataCheck(Database.Database database, PersonalData crypto) : IDependencyCheck
{
    private const int Sample = 50;

    public CheckNeeds Needs => CheckNeeds.Schema;

    public string Name => "encrypted-data";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        try
        {
            var names = await ValuesAsync("name_encrypted", ct);
            var openIds = await ValuesAsync("openid_encrypted", ct);
            foreach (var value in names)
                crypto.Decrypt(PersonalDataPurpose.Name, value);
            foreach (var value in openIds)
                crypto.Decrypt(PersonalDataPurpose.OpenId, value);
            var tokens = (await database.ReadAsync(connection => connection.QueryAsync<string>("select xml from data_protection_keys"), ct))
                .SelectMany(TokenKeyXml.Secrets).ToList();
            tokens.ForEach(secret => crypto.Decrypt(PersonalDataPurpose.TokenKey, secret));
            return [CheckResult.Ok(Name, $"{tokens.Count} token keys and a sample of {names.Count + openIds.Count} personal values can be read")];
        }
        catch (CryptographicException exception)
        {
            return [CheckResult.Fault(Name, $"{exception.Message} Put back the key file that belongs to this database.")];
        }
    }

    private async Task<IReadOnlyList<string>> ValuesAsync(string column, CancellationToken ct) => (await database.ReadAsync(
        connection => connection.QueryAsync<string?>(
            $"""
            select {column} from (select {column} from users order by id limit {Sample}) oldest
            union all select {column} from (select {column} from users order by id desc limit {Sample}) newest
            """),
        ct)).OfType<string>().ToList();
}
