using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Similar;

/// <summary>
/// 关注: instead of reporting a matter once more, a resident follows the published case about it and hears of its progress. It counts once,
/// however often it is asked for; only the author supplements, withdraws and evaluates.
/// </summary>
public static class FollowCase
{
    /// <param name="Id">The case that is followed: the leading one, if the case was merged meanwhile.</param>
    /// <param name="Followed">False for one's own, which needs no following; true as well when one's own was merged into it.</param>
    public sealed record Answer(string Id, string Number, bool Followed, bool Mine);

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id}/follow", async (string id, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.FollowAsync(id, user, ct)).ToHttp())
            .RequireAuthorization(Rights.Follow).WithName("FollowCase").Produces<Answer>();
        cases.MapDelete("/{id}/follow", async (string id, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.UnfollowAsync(id, user, ct)).ToHttp())
            .RequireAuthorization(Rights.Follow).WithName("UnfollowCase").Produces<Answer>();
    }

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public Task<Result<Answer>> FollowAsync(string id, CurrentUser user, CancellationToken ct) => database.WriteAsync<Answer>(
            async scope =>
            {
                while (true)
                {
                    if (await FindAsync(scope, id, user) is not { } found)
                        return new Refusal(ErrorCodes.NotFound);
                    if (found.Status == nameof(CaseStatus.Merged))
                    {
                        id = (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction))!.State.MergedIntoId!;
                        continue;
                    }

                    var now = clock.GetUtcNow();
                    var mine = found.ResidentId == user.Id;
                    if (!mine && !found.Followed)
                    {
                        // Merged just now: the next look finds it so.
                        if (await scope.ExecuteAsync(Hold, new { id, now }) == 0)
                            continue;
                        await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} case_followers (case_id, user_id, chosen_at) values (@id, @UserId, @now)", new { id, UserId = user.Id, now });
                    }

                    return new Answer(found.Id, found.Number, !mine, mine);
                }
            },
            ct);

        public Task<Result<Answer>> UnfollowAsync(string id, CurrentUser user, CancellationToken ct) => database.WriteAsync<Answer>(
            async scope =>
            {
                if (await FindAsync(scope, id, user) is not { } found)
                    return new Refusal(ErrorCodes.NotFound);

                // Who follows because their own matter goes on as this one keeps hearing of it.
                var left = await scope.ExecuteAsync("delete from case_followers where case_id = @id and user_id = @UserId and chosen_at is not null", new { id, UserId = user.Id });
                return new Answer(found.Id, found.Number, found.Followed && left == 0, found.ResidentId == user.Id);
            },
            ct);

        /// <summary>Theirs, published or followed already; anything else does not exist for them.</summary>
        private static async Task<Row?> FindAsync(WriteScope scope, string id, CurrentUser user) =>
            await scope.FirstOrDefaultAsync<Row>(Select, new { id, UserId = user.Id }) is { } row
            && (row.ResidentId == user.Id || row.Followed || CaseAccess.IsPublished(new CaseRow { IsPublic = row.IsPublic, ContentStatus = row.ContentStatus }))
                ? row
                : null;
    }

    private const string Select = """
        select k.id, k.number, k.status, k.resident_id, k.is_public, k.content_status,
          case when k.resident_id <> @UserId and exists (select 1 from case_followers f where f.case_id = k.id and f.user_id = @UserId) then 1 else 0 end as followed
        from cases k where k.id = @id
        """;

    // Changes the row, so that of a merge and of who follows meanwhile one waits for the other, and nobody is left behind at a case that has ended.
    private const string Hold = """
        update cases set updated_at = case when updated_at < @now then @now else updated_at + 1 end where id = @id and status <> 'Merged'
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Status { get; init; } = "";

        public string ResidentId { get; init; } = "";

        public bool IsPublic { get; init; }

        public string ContentStatus { get; init; } = "";

        public bool Followed { get; init; }
    }
}
