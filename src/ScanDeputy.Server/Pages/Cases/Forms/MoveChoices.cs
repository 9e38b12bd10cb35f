using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>What the forms of a case's moves offer to choose from: ids with names.</summary>
/// <param name="Proposal">For assigning: the agencies, and the one that the rules propose.</param>
public sealed record MoveLists(
    AgencyProposal? Proposal, IReadOnlyList<(string Code, string Word)> Agencies, IReadOnlyList<(string Code, string Word)> Deputies,
    IReadOnlyList<(string Code, string Word)> Stations)
{
    /// <summary>Who can be asked to sign an own suggestion.</summary>
    public IReadOnlyList<(string Code, string Word)> CoSigners { get; init; } = [];

    public static MoveLists None { get; } = new(null, [], [], []);
}

/// <summary>Reads the lists that the moves of one case's page need, and no others.</summary>
public sealed class MoveChoices(Database database, AgencyProposals agencies, StationLists stations, CoSignerChoices coSigners)
{
    public async Task<MoveLists> ForAsync(CaseView view, string jurisdiction, CancellationToken ct)
    {
        var lists = MoveLists.None;
        if (Offers(view, Move.Assign))
            lists = lists with { Proposal = await agencies.ForAsync(jurisdiction, view.District.Code, view.Category.Id, ct) };
        if (Offers(view, Move.ReturnToOffice))
            lists = lists with { Agencies = await ListAsync(SelectAgencies, new { jurisdiction, Lead = view.Lead?.Id }, ct) };
        if (Offers(view, Move.Transfer))
        {
            lists = lists with
            {
                Deputies = await PeopleAsync(new { jurisdiction, Station = view.Station.Id, Deputy = view.Deputy?.Id ?? "" }, ct),
                Stations = [.. (await stations.OfAsync(jurisdiction, ct)).Where(one => one.Code != view.Station.Id)],
            };
        }

        if (Offers(view, Move.AskCoSigners))
            lists = lists with { CoSigners = await coSigners.OfAsync(jurisdiction, [view.Deputy!.Id, .. view.CoSigners.Select(one => one.Deputy.Id)], ct) };

        return lists;
    }

    private static bool Offers(CaseView view, Move move) => view.Actions.Contains(MoveNames.NameOf(move));

    private Task<IReadOnlyList<(string Code, string Word)>> ListAsync(string sql, object parameters, CancellationToken ct) => database.ReadAsync(
        async connection => (IReadOnlyList<(string, string)>)(await connection.QueryAsync<(string, string)>(sql, parameters)).AsList(), ct);

    private Task<IReadOnlyList<(string Code, string Word)>> PeopleAsync(object parameters, CancellationToken ct) => database.ReadAsync(
        async connection => PickWords.Of((await connection.QueryAsync<(string Id, string Name, string Level, string Place)>(SelectDeputies, parameters))
            .Select(one => new Pickable(one.Id, one.Name, Terms.Of(Enum.Parse<DistrictLevel>(one.Level)), one.Place))), ct);

    private const string SelectAgencies =
        "select id, name from agencies where jurisdiction = @jurisdiction and active = 1 and id <> @Lead order by name, id";

    private const string SelectDeputies = """
        select d.id, d.name, d.level, p.name as place from station_deputies sd join deputies d on d.id = sd.deputy_id join districts p on p.code = d.district
        where sd.station_id = @Station and d.jurisdiction = @jurisdiction and d.active = 1 and d.id <> @Deputy
        order by sd.position, d.id
        """;
}
