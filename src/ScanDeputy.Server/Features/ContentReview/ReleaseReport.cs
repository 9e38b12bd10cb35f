using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>
/// The committee office has read a report that the check was unsure about, or could not check: the public may see it, as its author agreed. What the
/// check found unfit stays hidden, and what is still being checked waits.
/// </summary>
public static partial class ReleaseReport
{
    /// <param name="ContentStatus">waiting, passed, held or refused.</param>
    public sealed record Answer(string Id, [property: ClosedList(ContentChecks.Waiting, ContentChecks.Passed, ContentChecks.Held, ContentChecks.Refused)] string ContentStatus);

    public static void Map(RouteGroupBuilder cases) => cases.MapPost("/{id}/release", async (
        string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToHttp())
        .RequireAuthorization(Rights.Publish).WithName("ReleaseReport").Refuses(ContentErrors.ReportNotHeld).Produces<Answer>();

    public sealed class Handler(Database database, TimeProvider clock, ILogger<Handler> logger)
    {
        public async Task<Result<Answer>> HandleAsync(string id, CurrentUser user, CancellationToken ct)
        {
            var result = await database.WriteAsync<Answer>(scope => ReleaseAsync(scope, id, user), ct);
            if (!result.IsRefused)
                Log.Released(logger, id, user.Id);
            return result;
        }

        private async Task<Result<Answer>> ReleaseAsync(WriteScope scope, string id, CurrentUser user)
        {
            if (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction) is not { } file
                || !CaseAccess.PartiesOf(user, file.Row, file.State).Contains(Party.Committee))
                return new Refusal(ErrorCodes.NotFound);

            if (file.Row.ContentStatus != ContentChecks.Passed)
            {
                if (await scope.ExecuteAsync(Release, new { id }) == 0)
                    return new Refusal(ContentErrors.ReportNotHeld);
                await scope.ExecuteAsync(Finish, new { id, UserId = user.Id, Now = clock.GetUtcNow() });
                await CaseWaits.SaveContentAsync(scope, id, clock.GetUtcNow());
            }

            return new Answer(id, ContentChecks.Passed);
        }
    }

    private const string Release = $"update cases set content_status = '{ContentChecks.Passed}' where id = @id and content_status = '{ContentChecks.Held}'";

    private const string Finish = $"""
        update content_checks set status = '{ContentChecks.Passed}', released_by = @UserId, released_at = @Now
        where case_id = @id and attachment_id is null and status = '{ContentChecks.Held}'
        """;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The report {Case} was released by {User}.")]
        public static partial void Released(ILogger logger, string @case, string user);
    }
}
