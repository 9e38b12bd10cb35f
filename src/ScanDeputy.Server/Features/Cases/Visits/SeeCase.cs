using System.Data.Common;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Visits;

/// <summary>A client has shown a case to its reader: what was told of it has been read, and what comes later is new. Saying it again changes nothing.</summary>
public static class SeeCase
{
    public static void Map(RouteGroupBuilder cases) => cases.MapPost("/{id}/seen", async (string id, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(id, user, ct)).ToHttp(_ => TypedResults.NoContent()))
        .WithName("SeeCase").Produces(StatusCodes.Status204NoContent);

    public sealed class Handler(Database database, CaseVisits visits)
    {
        public async Task<Result<bool>> HandleAsync(string id, CurrentUser user, CancellationToken ct)
        {
            if (await database.ReadAsync(connection => VersionAsync(connection, id, user), ct) is not { } version)
                return new Refusal(ErrorCodes.NotFound);

            await visits.EnterAsync(id, version, user, ct);
            return true;
        }

        /// <summary>The case is not read anew: the audit trail would tell of a contact that was not shown again.</summary>
        /// <returns>Null where there is no such case for this reader.</returns>
        private static async Task<int?> VersionAsync(DbConnection connection, string id, CurrentUser user) =>
            await CaseFile.LoadAsync(connection, id) is { } file && await CaseAccess.MaySeeAsync(connection, user, file.Row, CaseAccess.PartiesOf(user, file.Row, file.State))
                ? file.State.Version
                : null;
    }
}
