using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Visits;

/// <summary>A client has shown a case to its reader: what was told of it has been read, and what comes later is new. Saying it again changes nothing.</summary>
public static class SeeCase
{
    public static void Map(RouteGroupBuilder cases) => cases.MapPost("/{id}/seen", async (string id, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(id, user, ct)).ToHttp(_ => TypedResults.NoContent()))
        .WithName("SeeCase").Produces(StatusCodes.Status204NoContent);

    public sealed class Handler(GetCase.Handler cases, MarkAlertRead.Handler alerts, CaseVisits visits)
    {
        public async Task<Result<bool>> HandleAsync(string id, CurrentUser user, CancellationToken ct)
        {
            var found = await cases.HandleAsync(id, user, ct);
            if (found.Refusal is { } refusal)
                return refusal;

            await alerts.OfCaseAsync(id, user, ct);
            await visits.EnterAsync(id, found.Value.Version, user, ct);
            return true;
        }
    }
}
