using System.Globalization;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>What happens to a report of a category in a district, before one comes.</summary>
public static class TryAgencyRules
{
    /// <param name="LeadAgencyId">Null when no rule covers it.</param>
    /// <param name="CoAgencies">Who handles with it by the same rule.</param>
    /// <param name="Explanation">A sentence in Chinese for each district that was looked at, the narrowest first.</param>
    public sealed record Answer(string? LeadAgencyId, string? LeadAgencyName, IReadOnlyList<Agency> CoAgencies, IReadOnlyList<string> Explanation)
    {
        /// <summary>The place that was asked about.</summary>
        public required string District { get; init; }

        /// <summary>The day for which the rules were asked.</summary>
        public required DateOnly On { get; init; }

        /// <summary>Why nobody leads it; null when somebody does.</summary>
        public UncoveredReason? Reason { get; init; }
    }

    public static void Map(RouteGroupBuilder admin) => admin.MapGet("/agency-rules/try", async (
        string? district, string? category, string? on, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(district, category, on, user, ct)).ToHttp())
        .WithName("TryAgencyRules").Produces<Answer>();

    public sealed class Handler(Database database, AgencyProposals proposals, TimeProvider clock)
    {
        /// <param name="district">A statistical code, or a name that only one place of the county has.</param>
        /// <param name="category">Its id.</param>
        /// <param name="on">A day; today when left out.</param>
        /// <param name="user">Whose jurisdiction.</param>
        /// <param name="ct">Ends the reading.</param>
        public async Task<Result<Answer>> HandleAsync(string? district, string? category, string? on, CurrentUser user, CancellationToken ct)
        {
            if (await PlaceAsync(district?.Trim() ?? "", user.Jurisdiction!, ct) is not { } place)
                return Refusal.OfField("district", "field_district_or_name");
            if (string.IsNullOrEmpty(category))
                return Refusal.OfField("category", "field_category_unknown");
            var day = ChinaTime.Today(clock);
            if (!string.IsNullOrEmpty(on) && !DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
                return Refusal.OfField("on", "field_date");

            var found = await proposals.ForAsync(user.Jurisdiction!, place.ToString(), category, ct, day);
            return new Answer(found.Suggested, found.Agencies.FirstOrDefault(agency => agency.Id == found.Suggested)?.Name, found.CoAgencies, found.Explanation)
            {
                District = place.ToString(),
                On = day,
                Reason = found.Reason,
            };
        }

        private async Task<DistrictCode?> PlaceAsync(string written, string jurisdiction, CancellationToken ct)
        {
            if (DistrictCode.TryParse(written, out var code))
                return code.ToString().StartsWith(jurisdiction, StringComparison.Ordinal) ? code : null;
            if (written.Length == 0)
                return null;

            var named = (await database.ReadAsync(connection => connection.QueryAsync<string>(SelectNamed, new { written, inside = $"{jurisdiction}%" }), ct)).AsList();
            return named is [var only] ? DistrictCode.Parse(only) : null;
        }
    }

    private const string SelectNamed = "select code from districts where name = @written and code like @inside and valid_to is null";
}
