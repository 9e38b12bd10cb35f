using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Runs a write once for each idempotency key: the key and the first answer are kept in the same transaction as what was written,
/// so a repeated call finds both or neither. A refusal is not kept: nothing was written, and the caller may mend and repeat.
/// </summary>
public sealed class IdempotentWrites(Database.Database database, TimeProvider clock)
{
    public async Task<Result<T>> RunAsync<T>(
        WriteContext context, object request, Func<WriteScope, Task<Result<T>>> work, CancellationToken ct)
    {
        if (context.KeyFault is { } fault)
            return fault;
        if (context.IdempotencyKey is not { } key)
            return await database.WriteAsync(work, ct);

        var id = Hash($"{context.ActorId}\n{key}");
        var bodyHash = Hash($"{context.Path}\n{JsonSerializer.Serialize(request, ApiJson.Options)}");
        return await database.WriteAsync<T>(
            async scope =>
            {
                if (await scope.FirstOrDefaultAsync<Stored>("select body_hash, answer from idempotency_keys where id = @id", new { id }) is { } stored)
                    return Again<T>(stored, bodyHash);

                var result = await work(scope);
                if (!result.IsRefused)
                    await KeepAsync(scope, id, bodyHash, result.Value);
                return result;
            },
            ct);
    }

    private static Result<T> Again<T>(Stored stored, string bodyHash) => stored.BodyHash == bodyHash
        ? Result.Of(JsonSerializer.Deserialize<T>(stored.Answer, ApiJson.Options)!)
        : new Refusal(ErrorCodes.IdempotencyKeyReused);

    private Task KeepAsync<T>(WriteScope scope, string id, string bodyHash, T answer) => scope.ExecuteAsync(
        "insert into idempotency_keys (id, body_hash, answer, created_at) values (@id, @bodyHash, @answer, @now)",
        new { id, bodyHash, answer = JsonSerializer.Serialize(answer, ApiJson.Options), now = clock.GetUtcNow() });

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed record Stored
    {
        public string BodyHash { get; init; } = "";

        public string Answer { get; init; } = "";
    }
}
