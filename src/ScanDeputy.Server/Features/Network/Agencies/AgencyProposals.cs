using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>Who could lead a matter, and who should by the rules.</summary>
/// <param name="Agencies">All in use, by name.</param>
/// <param name="Suggested">Null when no rule covers the place and category, or its agency is closed.</param>
/// <param name="Because">Each district looked at, the narrowest first, and the agency its rule names, if it has one.</param>
public sealed record AgencyProposal(IReadOnlyList<Agency> Agencies, string? Suggested, IReadOnlyList<ProposalStep> Because)
{
    /// <summary>Who handles with the lead by the same rule; those in use, without the lead.</summary>
    public IReadOnlyList<Agency> CoAgencies { get; init; } = [];

    /// <summary>Why nobody is suggested; null when somebody is.</summary>
    public UncoveredReason? Reason { get; init; }

    /// <summary>The reason in words: a sentence for each district that was looked at.</summary>
    public IReadOnlyList<string> Explanation =>
    [
        .. Because.Select(step => step.Text),
        .. CoAgencies.Count > 0 ? (string[])[RegisterTexts.Format("proposal.co", string.Join('、', CoAgencies.Select(agency => agency.Name)))] : [],
        .. Suggested is null ? (string[])[RegisterTexts.Of("proposal.uncovered")] : [],
    ];
}

/// <param name="Agency">The name; null when the district has no rule that holds.</param>
/// <param name="Text">The same as a sentence.</param>
public sealed record ProposalStep(string District, string? Agency, string Text);

public sealed record Agency
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";
}

/// <summary>The agencies that a government office can name, and those that the rules propose, with the reason.</summary>
public sealed class AgencyProposals(Database database, TimeProvider clock)
{
    /// <param name="on">The day for which the rules are asked; null for today.</param>
    public Task<AgencyProposal> ForAsync(string jurisdiction, string district, string categoryId, CancellationToken ct, DateOnly? on = null) => database.ReadAsync(
        async connection =>
        {
            var place = DistrictCode.Parse(district);
            var book = await AgencyBook.LoadAsync(connection, jurisdiction, categoryId);
            return book.Propose(place, categoryId, on ?? ChinaTime.Today(clock), await NamesAsync(connection, [place]));
        },
        ct);

    /// <summary>The names of places and of all that they lie in.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> NamesAsync(DbConnection connection, IEnumerable<DistrictCode> places)
    {
        var codes = places.SelectMany(place => place.SelfAndAncestors()).Select(code => code.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return codes.Count == 0
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : (await connection.QueryAsync<(string Code, string Name)>("select code, name from districts where code in @codes", new { codes })).ToDictionary(row => row.Code, row => row.Name, StringComparer.Ordinal);
    }
}
