using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>Whom the rules propose for a case, explained; for the government office, which decides.</summary>
public static class GetProposal
{
    /// <param name="LeadAgencyId">Null when no rule covers the case.</param>
    /// <param name="CoAgencyIds">Who handles with the lead by the same rule.</param>
    /// <param name="Explanation">A sentence in Chinese for each district that was looked at, the narrowest first.</param>
    public sealed record Answer(string? LeadAgencyId, IReadOnlyList<string> CoAgencyIds, IReadOnlyList<string> Explanation);

    public static void Map(RouteGroupBuilder cases) => cases.MapGet("/{id}/proposal", async (string id, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(id, user, ct)).ToHttp())
        .WithName("GetProposal").Produces<Answer>();

    public sealed class Handler(Database database, AgencyProposals proposals)
    {
        public async Task<Result<Answer>> HandleAsync(string id, CurrentUser user, CancellationToken ct)
        {
            var row = await database.ReadAsync(
                async connection => await CaseFile.LoadAsync(connection, id) is { } file
                    && await CaseAccess.MaySeeAsync(connection, user, file.Row, CaseAccess.PartiesOf(user, file.Row, file.State)) ? file.Row : null,
                ct);
            if (row is null)
                return new Refusal(ErrorCodes.NotFound);
            if (!user.Is(Role.GovernmentOffice))
                return new Refusal(ErrorCodes.Forbidden);

            var found = await proposals.ForAsync(row.Jurisdiction, row.District, row.CategoryId, ct);
            return new Answer(found.Suggested, [.. found.CoAgencies.Select(agency => agency.Id)], found.Explanation);
        }
    }
}
