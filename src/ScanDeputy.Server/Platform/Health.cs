using Dapper;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Platform;

/// <summary>For balancers and people: live while the process answers, ready while it can do its work.</summary>
public static class Health
{
    public sealed record Live(string Status);

    public sealed record Ready(string Status, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Dependencies);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", () => TypedResults.Ok(new Live("live"))).ExcludeFromDescription();
        app.MapGet("/healthz/ready", async (Database.Database database, IHostApplicationLifetime lifetime, IServiceProvider services, Node node, HttpContext context, CancellationToken ct) =>
        {
            var databaseState = await StateAsync(database, ct);
            var stopping = lifetime.ApplicationStopping.IsCancellationRequested;
            var ready = databaseState == "ok" && !stopping;
            var dependencies = new Dictionary<string, string>(StringComparer.Ordinal) { ["database"] = databaseState, ["host"] = stopping ? "stopping" : "ok" };
            // Named, and no reason to be closed: without Redis the program is slower, never wrong.
            if (services.GetService<RedisLink>() is { } redis)
                dependencies["redis"] = redis.State == RedisState.Up ? "ok" : redis.State.ToString().ToLowerInvariant();
            // What stands behind is for those who run the program.
            var isTold = node.Profile == Profile.Embedded || LocalCaller.Is(context);
            var answer = new Ready(ready ? "ready" : "unavailable", isTold ? dependencies : null);
            return TypedResults.Json(answer, ApiJson.Options, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).ExcludeFromDescription();
    }

    private static async Task<string> StateAsync(Database.Database database, CancellationToken ct)
    {
        try
        {
            await database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("select count(*) from schema_migrations"), ct);
            return "ok";
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or Database.DatabaseUnavailableException)
        {
            return "unreachable";
        }
    }
}
