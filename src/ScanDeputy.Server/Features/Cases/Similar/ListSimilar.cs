using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Similar;

/// <summary>
/// At triage: which open cases are probably the same matter, with the numbers to merge into. Whoever may see the case gets, of those of its
/// jurisdiction, the ones that they may see, and of the others those that are published, as the public sees them.
/// </summary>
public static class ListSimilar
{
    public static void Map(RouteGroupBuilder cases) => cases.MapGet("/{id}/similar", async (
        string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToHttp())
        .WithName("ListSimilar").Produces<Page<SimilarView>>();

    public sealed class Handler(Database database)
    {
        public Task<Result<Page<SimilarView>>> HandleAsync(string id, CurrentUser user, CancellationToken ct) => database.ReadAsync<Result<Page<SimilarView>>>(
            async connection =>
            {
                if (await CaseFile.LoadAsync(connection, id) is not { } file)
                    return new Refusal(ErrorCodes.NotFound);

                var (row, state) = (file.Row, file.State);
                var parties = CaseAccess.PartiesOf(user, row, state);
                if (!CaseAccess.MaySee(user, row, parties))
                    return new Refusal(ErrorCodes.NotFound);

                var report = new SimilarSearch.Report(row.Id, row.CategoryId, state.StationId, GeoPoint.Of(row.Lat, row.Lng), $"{row.Title}\n{row.Text}");
                var looker = new SimilarSearch.Looker(user.Id, user.Roles is [Role.Resident] ? null : user.Jurisdiction);
                var found = await SimilarSearch.FindAsync(connection, report, looker, candidate => SimilarView.SightOf(candidate, user));
                return new Page<SimilarView>([.. found.Select(one => SimilarView.Of(one, user))], null);
            },
            ct);
    }
}
