using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>Keeps the keys that protect tokens in the database, encrypted, so that any node accepts any other node's token (decision 3).</summary>
public sealed class TokenKeyRepository(Database.Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. database.ReadAsync(connection => connection.QueryAsync<string>("select xml from data_protection_keys order by id"), default)
            .GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        database.WriteAsync(
            scope => scope.ExecuteAsync(
                $"{scope.Dialect.InsertOrIgnore} data_protection_keys (id, xml) values (@Id, @Xml)",
                new { Id = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }),
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
