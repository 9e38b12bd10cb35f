using Dapper;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Pages.Picking;

/// <summary>The stations of a jurisdiction to choose from, each with its town or village.</summary>
public sealed class StationLists(Database database)
{
    // A county has some two hundred stations; a page is no place for more than this.
    private const int Most = 500;

    public Task<IReadOnlyList<(string Code, string Word)>> OfAsync(string jurisdiction, CancellationToken ct) => database.ReadAsync(
        async connection => PickWords.Of((await connection.QueryAsync<(string Id, string Name, string Place, string Address)>(Select, new { jurisdiction, Most }))
            .Select(one => new Pickable(one.Id, one.Name, one.Place, one.Address))), ct);

    private const string Select = """
        select s.id, s.name, d.name as place, s.address from stations s join districts d on d.code = s.district
        where s.jurisdiction = @jurisdiction and s.active = 1 order by s.name, s.id limit @Most
        """;
}
