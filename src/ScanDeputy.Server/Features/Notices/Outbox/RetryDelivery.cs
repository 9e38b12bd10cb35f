using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>
/// An administrator has looked at it and wants it sent again. Whether a doubtful one would then arrive twice is theirs to weigh; the program
/// itself never does it (docs/decisions/0005).
/// </summary>
public static partial class RetryDelivery
{
    public static void Map(RouteGroupBuilder outbox) => outbox.MapPost("/{id}/retry", async (
        string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToHttp(_ => TypedResults.NoContent()))
        .WithName("RetryDelivery").Refuses(NoticeErrors.DeliveryNotFailed).Produces(StatusCodes.Status204NoContent);

    public sealed class Handler(Database database, TimeProvider clock, ILogger<Handler> logger)
    {
        public async Task<Result<int>> HandleAsync(string id, CurrentUser user, CancellationToken ct)
        {
            var result = await database.WriteAsync<int>(
                async scope =>
                {
                    var row = new { id, user.Jurisdiction, Now = clock.GetUtcNow() };
                    if (await scope.ExecuteAsync(PutBack, row) == 1)
                        return 1;

                    var known = await scope.FirstOrDefaultAsync<int?>("select 1 from outbox where id = @id and jurisdiction = @Jurisdiction", row);
                    return new Refusal(known is null ? ErrorCodes.NotFound : NoticeErrors.DeliveryNotFailed);
                },
                ct);
            if (!result.IsRefused)
                Log.AskedFor(logger, id, user.Id);
            return result;
        }

        private const string PutBack = """
            update outbox set status = 'waiting', attempts = 0, next_attempt_at = @Now, done_at = null
            where id = @id and jurisdiction = @Jurisdiction and status in ('refused', 'parked', 'doubtful')
            """;
    }

    private static partial class Log
    {
        [LoggerMessage(22, LogLevel.Information, "Outbox row {Id} is to be sent again, asked for by {User}.")]
        public static partial void AskedFor(ILogger logger, string id, string user);
    }
}
