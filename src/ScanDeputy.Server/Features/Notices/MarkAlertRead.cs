using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>Marks one of my alerts as read; the first reading counts.</summary>
public static class MarkAlertRead
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/alerts/{id}/read", async (
        string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToHttp(_ => TypedResults.NoContent()))
        .RequireAuthorization(Rights.SignedIn).WithName("MarkAlertRead").Produces(StatusCodes.Status204NoContent);

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public Task<Result<int>> HandleAsync(string id, CurrentUser user, CancellationToken ct) => database.WriteAsync<int>(
            async scope =>
            {
                var mine = await scope.ExecuteAsync(
                    "update alerts set read_at = coalesce(read_at, @Now) where id = @id and recipient_id = @UserId",
                    new { id, UserId = user.Id, Now = clock.GetUtcNow() });
                return mine == 0 ? new Refusal(ErrorCodes.NotFound) : mine;
            },
            ct);
    }
}
