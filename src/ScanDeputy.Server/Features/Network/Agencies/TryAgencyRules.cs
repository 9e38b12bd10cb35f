using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>What happens to a report of a category in a district, before one comes.</summary>
public static class TryAgencyRules
{
    /// <param name="LeadAgencyId">Null when no rule covers it.</param>
    /// <param name="Explanation">A sentence in Chinese for each district that was looked at, the narrowest first.</param>
    public sealed record Answer(string? LeadAgencyId, string? LeadAgencyName, IReadOnlyList<string> Explanation);

    public static void Map(RouteGroupBuilder admin) => admin.MapGet("/agency-rules/try", async (
        string? district, string? category, CurrentUser user, AgencyProposals proposals, CancellationToken ct) =>
        (await HandleAsync(district, category, user, proposals, ct)).ToHttp())
        .WithName("TryAgencyRules").Produces<Answer>();

    private static async Task<Result<Answer>> HandleAsync(string? district, string? category, CurrentUser user, AgencyProposals proposals, CancellationToken ct)
    {
        if (!DistrictCode.TryParse(district, out var place) || !place.ToString().StartsWith(user.Jurisdiction!, StringComparison.Ordinal))
            return Refusal.OfField("district", "field_district_own");
        if (string.IsNullOrEmpty(category))
            return Refusal.OfField("category", "field_category_unknown");

        var found = await proposals.ForAsync(user.Jurisdiction!, place.ToString(), category, ct);
        return new Answer(found.Suggested, found.Agencies.FirstOrDefault(agency => agency.Id == found.Suggested)?.Name, found.Explanation);
    }
}
