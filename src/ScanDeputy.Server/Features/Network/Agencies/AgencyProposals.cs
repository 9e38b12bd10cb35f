using Dapper;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>Who could lead a matter, and who should by the rules.</summary>
/// <param name="Agencies">All in use, by name.</param>
/// <param name="Suggested">Null when no rule covers the place and category, or its agency is closed.</param>
/// <param name="Because">Each district looked at, the narrowest first, and the agency its rule names, if it has one.</param>
public sealed record AgencyProposal(IReadOnlyList<Agency> Agencies, string? Suggested, IReadOnlyList<(string District, string? Agency)> Because)
{
    /// <summary>The reason in words: a sentence for each district that was looked at.</summary>
    public IReadOnlyList<string> Explanation =>
    [
        .. Because.Select(step => step.Agency is null ? RegisterTexts.Format("proposal.none", step.District) : RegisterTexts.Format("proposal.rule", step.District, step.Agency)),
        .. Suggested is null ? (string[])[RegisterTexts.Of("proposal.uncovered")] : [],
    ];
}

public sealed record Agency
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";
}

/// <summary>The agencies that a government office can name, and the one that the rules propose, with the reason.</summary>
public sealed class AgencyProposals(Database database)
{
    public Task<AgencyProposal> ForAsync(string jurisdiction, string district, string categoryId, CancellationToken ct) => database.ReadAsync(
        async connection =>
        {
            var agencies = (await connection.QueryAsync<Agency>(
                "select id, name from agencies where jurisdiction = @jurisdiction and active = 1 order by name, id", new { jurisdiction })).AsList();
            var rules = await connection.QueryAsync<RuleRow>(
                "select district, category_id, agency_id from agency_rules where category_id = @categoryId", new { categoryId });
            var resolution = AgencyRouting.Resolve(DistrictCode.Parse(district), categoryId, new AgencyRuleIndex(rules.Select(row => row.ToRule())));
            var codes = resolution.Steps.Select(step => step.District.ToString()).ToList();
            var names = (await connection.QueryAsync<DistrictRow>("select code, name from districts where code in @codes", new { codes }))
                .ToDictionary(row => row.Code, row => row.Name, StringComparer.Ordinal);

            return new AgencyProposal(
                agencies, agencies.Find(agency => agency.Id == resolution.LeadAgencyId)?.Id,
                [
                    .. from step in resolution.Steps
                       where names.ContainsKey(step.District.ToString())
                       select (names[step.District.ToString()], step.Rule is { } rule ? agencies.Find(agency => agency.Id == rule.AgencyId)?.Name ?? rule.AgencyId : null),
                ]);
        },
        ct);

    private sealed record RuleRow
    {
        public string District { get; init; } = "";

        public string CategoryId { get; init; } = "";

        public string AgencyId { get; init; } = "";

        public AgencyRule ToRule() => new(DistrictCode.Parse(District), CategoryId, AgencyId);
    }

    private sealed record DistrictRow
    {
        public string Code { get; init; } = "";

        public string Name { get; init; } = "";
    }
}
