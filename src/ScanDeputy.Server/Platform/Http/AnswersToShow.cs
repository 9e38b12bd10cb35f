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

    /// <summary>With the algorithm of the ring, and the cookie's key.</summary>
    private string Seal(byte[] secret, byte[] plain)
    {
        var algorithm = crypto.Algorithm;
        return $"{algorithm.Name}.{Convert.ToBase64String(algorithm.Seal(secret[..algorithm.KeySize], plain, []))}";
    }

    private static byte[] Open(byte[] secret, string sealedText)
    {
        var dot = sealedText.IndexOf('.', StringComparison.Ordinal);
        // A program of before, which runs beside this one during an upgrade, names none.
        var algorithm = KeyAlgorithm.Find(dot < 0 ? null : sealedText[..dot]) ?? throw new CryptographicException("An answer is sealed with an algorithm that this program does not know.");
        return algorithm.Open(secret[..algorithm.KeySize], Convert.FromBase64String(sealedText[(dot + 1)..]), []);
    }

    private static string IdOf(string reader, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"to show\n{reader}\n{id}")));

    private const string Insert = "insert into idempotency_keys (id, body_hash, answer, created_at) values (@id, '', @sealedText, @now)";

    private const string Select = "select answer from idempotency_keys where id = @id and created_at >= @since";
}
