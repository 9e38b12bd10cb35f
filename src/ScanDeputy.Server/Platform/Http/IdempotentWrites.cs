using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Runs a write once for each idempotency key: the key and the first answer are kept in the same transaction as what was written,
/// so a repeated call finds both or neither. A refusal is not kept: nothing was written, and the caller may mend and repeat. Answers tell of
/// people: they are kept encrypted, and the body's hash is made with a key, since a name or a phone can be tried out against a plain one.
/// </summary>
public sealed class IdempotentWrites(Database.Database database, PersonalData crypto, TimeProvider clock)
{
    private const string BodyKind = "idempotent-body";

    /// <param name="again">
    /// Makes the answer of a repeated call anew, with the rights that the caller has by then; nothing of the first answer is kept then. Null to
    /// keep the first answer and give it again.
    /// </param>
    public async Task<Result<T>> RunAsync<T>(
        WriteContext context, object request, Func<WriteScope, Task<Result<T>>> work, CancellationToken ct, Func<WriteScope, Task<Result<T>>>? again = null)
    {
        if (context.KeyFault is { } fault)
            return fault;
        if (context.IdempotencyKey is not { } key)
            return await database.WriteAsync(work, ct);

        var id = IdOf(context.ActorId, key);
        var body = $"{context.Path}\n{JsonSerializer.Serialize(request, ApiJson.Options)}";
        var bodyHash = crypto.LookupHash(BodyKind, body);
        // The key is claimed first: a repeated call that comes while the first one runs waits there, then finds its answer.
        return await database.WriteAsync<T>(
            database.Dialect.InsertOrIgnore + Claim,
            new { id, bodyHash, now = clock.GetUtcNow() },
            async (scope, claimed) =>
            {
                if (claimed == 0)
                {
                    var stored = (await scope.FirstOrDefaultAsync<Stored>("select body_hash, answer from idempotency_keys where id = @id", new { id }))!;
                    return !crypto.IsLookupHash(BodyKind, body, stored.BodyHash) ? new Refusal(ErrorCodes.IdempotencyKeyReused)
                        : again is not null ? await again(scope)
                        : Result.Of(JsonSerializer.Deserialize<T>(crypto.Decrypt(PersonalDataPurpose.Answer, stored.Answer), ApiJson.Options)!);
                }

                var result = await work(scope);
                if (!result.IsRefused && again is null)
                    scope.Later(Keep, new { id, answer = crypto.Encrypt(PersonalDataPurpose.Answer, JsonSerializer.Serialize(result.Value, ApiJson.Options)) });
                return result;
            },
            ct);
    }

    /// <summary>Whether something was written under this key already.</summary>
    public async Task<bool> IsSpentAsync(WriteContext context, CancellationToken ct) =>
        context is { KeyFault: null, IdempotencyKey: { } key }
        && await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<int?>("select 1 from idempotency_keys where id = @id", new { id = IdOf(context.ActorId, key) }), ct) is not null;

    private static string IdOf(string actorId, string key) => Hash($"{actorId}\n{key}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private const string Claim = " idempotency_keys (id, body_hash, answer, created_at) values (@id, @bodyHash, '', @now)";

    private const string Keep = "update idempotency_keys set answer = @answer where id = @id";

    private sealed record Stored
    {
        public string BodyHash { get; init; } = "";

        public string Answer { get; init; } = "";
    }
}
