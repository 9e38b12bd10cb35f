using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Administration.Parked;

/// <summary>
/// An administrator has a row tried again at the sweep's next turn, with the whole list of attempts before it: what was in its way was removed, or a
/// new version of the program is there.
/// </summary>
public static partial class RetryParked
{
    public static void Map(RouteGroupBuilder parked) => parked.MapPost("/{id}/retry", async (
        string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToHttp(_ => TypedResults.NoContent()))
        .WithName("RetryParked").Produces(StatusCodes.Status204NoContent);

    public sealed class Handler(Database database, TimeProvider clock, ILogger<Handler> logger)
    {
        public async Task<Result<int>> HandleAsync(string id, CurrentUser user, CancellationToken ct)
        {
            var released = await database.WriteAsync(scope => scope.ExecuteAsync(Release, new { id, user.Jurisdiction, Now = clock.GetUtcNow() }), ct);
            if (released == 0)
                return new Refusal(ErrorCodes.NotFound);

            Log.AskedFor(logger, id, user.Id);
            return released;
        }

        private const string Release = """
            update sweep_failures set attempts = 0, next_attempt_at = @Now, parked_at = null
            where id = @id and (jurisdiction = @Jurisdiction or jurisdiction is null)
            """;
    }

    private static partial class Log
    {
        [LoggerMessage(62, LogLevel.Information, "Failed row {Id} is to be tried again, asked for by {User}.")]
        public static partial void AskedFor(ILogger logger, string id, string user);
    }
}
