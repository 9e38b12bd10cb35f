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

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>
/// The committee office has looked at a photo that the check was unsure about, or could not check: the public may see it, as far as it may see the
/// case. What the check found unfit stays hidden, and what is still being checked waits.
/// </summary>
public static partial class ReleasePhoto
{
    /// <param name="ContentStatus">waiting, passed, held or refused.</param>
    public sealed record Answer(string Id, [property: ClosedList(ContentChecks.Waiting, ContentChecks.Passed, ContentChecks.Held, ContentChecks.Refused)] string ContentStatus);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/attachments/{id}/release", async (
        string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToHttp())
        .RequireAuthorization(Rights.Publish).WithName("ReleasePhoto").Refuses(ContentErrors.PhotoNotHeld).Produces<Answer>();

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
            var photo = await scope.FirstOrDefaultAsync<Row>("select case_id, content_status from attachments where id = @id", new { id });
            if (photo?.CaseId is not { } caseId || await CaseFile.LoadAsync(scope.Connection, caseId, scope.Transaction) is not { } file
                || !CaseAccess.PartiesOf(user, file.Row, file.State).Contains(Party.Committee))
                return new Refusal(ErrorCodes.NotFound);

            if (photo.ContentStatus != ContentChecks.Passed)
            {
                if (await scope.ExecuteAsync(Release, new { id, UserId = user.Id, Now = clock.GetUtcNow() }) == 0)
                    return new Refusal(ContentErrors.PhotoNotHeld);
                await scope.ExecuteAsync(Finish, new { id, caseId });
                await CaseWaits.SaveContentAsync(scope, caseId, clock.GetUtcNow());
            }

            return new Answer(id, ContentChecks.Passed);
        }
    }

    private const string Release = $"""
        update attachments set content_status = '{ContentChecks.Passed}', released_by = @UserId, released_at = @Now where id = @id and content_status = '{ContentChecks.Held}'
        """;

    private const string Finish = $"""
        update content_checks set status = '{ContentChecks.Passed}' where case_id = @caseId and attachment_id = @id and status = '{ContentChecks.Held}'
        """;

    private sealed record Row
    {
        public string? CaseId { get; init; }

        public string ContentStatus { get; init; } = "";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The photo {Photo} was released by {User}.")]
        public static partial void Released(ILogger logger, string photo, string user);
    }
}
