using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>One case as the caller may see it; for anybody it is not meant for, it does not exist.</summary>
public static class GetCase
{
    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapGet("/{id}", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToCase())
            .WithName("GetCase").AnswersVersion().Produces<CaseView>();
        cases.MapGet("/{id}/stages", async (string id, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(id, user, ct)).ToHttp(view => TypedResults.Ok(new Page<StageView>(view.Stages, null))))
            .WithName("ListCaseStages").Produces<Page<StageView>>();
    }

    public sealed class Handler(Database database, RuleBook book, CaseViews views)
    {
        public Task<Result<CaseView>> HandleAsync(string id, CurrentUser user, CancellationToken ct) => database.ReadAsync<Result<CaseView>>(
            async connection =>
            {
                var file = await CaseFile.LoadAsync(connection, id);
                if (file is null || !await CaseAccess.MaySeeAsync(connection, user, file.Row, CaseAccess.PartiesOf(user, file.Row, file.State)))
                    return new Refusal(ErrorCodes.NotFound);

                var rules = await book.LoadAsync(connection, file.Row.Jurisdiction);
                return await views.BuildAsync(connection, file, user, new CaseDates(file.State, rules));
            },
            ct);
    }
}
