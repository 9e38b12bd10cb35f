using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// What a write has to say on the page that follows it, where it is too much for an address or must not stand in one: first passwords, the report of an
/// import. It can be read for ten minutes, by the same session in the same browser: its key is a cookie, so that who has the database and the program's
/// keys has no password. The row is taken away with the idempotency keys.
/// </summary>
public sealed class AnswersToShow(Database.Database database, PersonalData crypto, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const string Cookie = "scandeputy-shown-";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <param name="reader">The session that may read it.</param>
    /// <returns>The id for the address of the page that shows it. It is not called off: what was written cannot be told again.</returns>
    public async Task<string> KeepAsync<T>(HttpContext context, string reader, T answer)
    {
        var (id, secret) = (Ids.New(clock), RandomNumberGenerator.GetBytes(32));
        var sealedText = crypto.Encrypt(PersonalDataPurpose.Answer, Seal(secret, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Options)));
        await database.WriteAsync(scope => scope.ExecuteAsync(Insert, new { id = IdOf(reader, id), sealedText, now = clock.GetUtcNow() }), CancellationToken.None);
        context.Response.Cookies.Append(Cookie + id, Convert.ToHexStringLower(secret), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = Life,
        });
        return id;
    }

    /// <returns>Null when it is over, another session's, or none.</returns>
    public async Task<T?> FindAsync<T>(HttpContext context, string reader, string? id, CancellationToken ct)
        where T : class
    {
        if (id is not { Length: 32 } || context.Request.Cookies[Cookie + id] is not { Length: 64 } secret || !secret.All(char.IsAsciiHexDigitLower))
            return null;

        var parameters = new { id = IdOf(reader, id), since = clock.GetUtcNow() - Life };
        var found = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<string>(Select, parameters), ct);
        return found is null ? null : JsonSerializer.Deserialize<T>(Open(Convert.FromHexString(secret), crypto.Decrypt(PersonalDataPurpose.Answer, found)), ApiJson.Options);
    }

    private static string Seal(byte[] key, byte[] plain)
    {
        var bytes = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(bytes.AsSpan(0, NonceSize), plain, bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize));
        return Convert.ToBase64String(bytes);
    }

    private static byte[] Open(byte[] key, string sealedText)
    {
        var bytes = Convert.FromBase64String(sealedText);
        var plain = new byte[bytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), plain);
        return plain;
    }

    private static string IdOf(string reader, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"to show\n{reader}\n{id}")));

    private const string Insert = "insert into idempotency_keys (id, body_hash, answer, created_at) values (@id, '', @sealedText, @now)";

    private const string Select = "select answer from idempotency_keys where id = @id and created_at >= @since";
}
