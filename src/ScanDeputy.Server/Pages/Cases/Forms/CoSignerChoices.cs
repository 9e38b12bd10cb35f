using Dapper;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>The deputies of a jurisdiction who can be asked to sign an own suggestion, each with level and place.</summary>
public sealed class CoSignerChoices(Database database)
{
    // A county has some two thousand deputies of all levels (handbook §7); a page is no place for more than this.
    private const int Most = 3000;

    /// <param name="but">Who is left out: the deputy whose suggestion it is, and who was asked before.</param>
    public Task<IReadOnlyList<(string Code, string Word)>> OfAsync(string jurisdiction, IReadOnlyList<string> but, CancellationToken ct) => database.ReadAsync(
        async connection => PickWords.Of((await connection.QueryAsync<(string Id, string Name, string Level, string Place)>(Select, new { jurisdiction, but, Most }))
            .Select(one => new Pickable(one.Id, one.Name, Terms.Of(Enum.Parse<DistrictLevel>(one.Level)), one.Place))), ct);

    private const string Select = """
        select d.id, d.name, d.level, p.name as place from deputies d join districts p on p.code = d.district
        where d.jurisdiction = @jurisdiction and d.active = 1 and d.id not in @but
        order by d.name, d.id limit @Most
        """;
}
