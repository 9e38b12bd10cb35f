using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>Marks one of my alerts as read, those of a case that I have opened, or all; the first reading counts.</summary>
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

        /// <summary>Whoever has opened a case has read what was said of it.</summary>
        public async Task OfCaseAsync(string caseId, CurrentUser user, CancellationToken ct)
        {
            var values = new { caseId, UserId = user.Id, Now = clock.GetUtcNow() };
            if (await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<int?>($"select 1 from alerts where {UnreadOfCase} limit 1", values), ct) is not null)
                await database.WriteAsync(scope => scope.ExecuteAsync($"update alerts set read_at = @Now where {UnreadOfCase}", values), ct);
        }

        public Task<int> AllAsync(CurrentUser user, CancellationToken ct) => database.WriteAsync(
            scope => scope.ExecuteAsync($"update alerts set read_at = @Now where {Unread}", new { UserId = user.Id, Now = clock.GetUtcNow() }), ct);

        private const string Unread = "recipient_id = @UserId and read_at is null";

        private const string UnreadOfCase = $"{Unread} and case_id = @caseId";
    }
}
