using System.Globalization;
using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>
/// Keeps the keys that protect tokens in the database, encrypted, so that any node accepts any other node's token (decision 3). Nodes
/// that start together on an empty table would each make a key of their own, and for a day not know the others'. So a key
/// is stored under the next number after those that were read: of several one stays, and the framework, which reads again after it
/// has stored, goes on with that one.
/// </summary>
public sealed class TokenKeyRepository(Database.Database database) : IXmlRepository
{
    private volatile int _read;
    private IReadOnlyList<string>? _loaded;

    /// <summary>Reads the keys ahead of the framework, which does so once the node starts and would call it an error that the database has just gone away.</summary>
    public async Task LoadAsync(CancellationToken ct) => _loaded = await ReadAsync(ct);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        // Good for the start alone: later another node may have added a key.
        var loaded = Interlocked.Exchange(ref _loaded, null);
        IReadOnlyList<string> texts;
        try
        {
            texts = ReadAsync(default).GetAwaiter().GetResult();
        }
        catch (DatabaseUnavailableException) when (loaded is { Count: > 0 })
        {
            texts = loaded;
        }

        _read = texts.Count;
        return [.. texts.Select(XElement.Parse)];
    }

    private Task<IReadOnlyList<string>> ReadAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<string>>(
        async connection => [.. await connection.QueryAsync<string>("select xml from data_protection_keys order by id")], ct);

    private string NextNumber => string.Create(CultureInfo.InvariantCulture, $"key-{_read + 1:D6}");

    public void StoreElement(XElement element, string friendlyName) =>
        database.WriteAsync(
            scope => scope.ExecuteAsync(
                $"{scope.Dialect.InsertOrIgnore} data_protection_keys (id, xml) values (@Id, @Xml)",
                new { Id = element.Name == "key" ? NextNumber : friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }),
            default).GetAwaiter().GetResult();
}

/// <summary>Encrypts a token key with the key ring: whoever reads the database alone cannot make tokens.</summary>
public sealed class TokenKeyEncryptor(PersonalData crypto) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("key", crypto.Encrypt(PersonalDataPurpose.TokenKey, plaintextElement.ToString(SaveOptions.DisableFormatting))),
        typeof(TokenKeyDecryptor));
}

/// <summary>Made by the framework from the stored key's type name.</summary>
public sealed class TokenKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<PersonalData>().Decrypt(PersonalDataPurpose.TokenKey, encryptedElement.Value));
}

internal sealed class TokenKeySettings(TokenKeyRepository repository, TokenKeyEncryptor encryptor) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = repository;
        options.XmlEncryptor = encryptor;
    }
}
