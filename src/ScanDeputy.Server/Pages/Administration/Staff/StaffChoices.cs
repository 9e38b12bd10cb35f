using System.Globalization;
using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>What the form of an account offers: roles, and the towns, stations, agencies and deputies of the jurisdiction that are in use.</summary>
public sealed class StaffChoices(Database database, PeopleLists people, StationLists stations)
{
    public static IReadOnlyList<(string Code, string Word)> Roles { get; } = [.. Rights.Policies[Rights.Official].Select(role => (role.ToString(), Terms.Of(role)))];

    public static IReadOnlyList<(string Code, string Word)> Levels { get; } =
        [.. Enumerable.Range(1, 3).Select(level => level.ToString(CultureInfo.InvariantCulture)).Select(level => (level, Terms.Find($"SupervisionLevel.{level}") ?? level))];

    public sealed record Lists(
        IReadOnlyList<(string Code, string Word)> Towns, IReadOnlyList<(string Code, string Word)> Stations, IReadOnlyList<(string Code, string Word)> Agencies,
        IReadOnlyList<(string Code, string Word)> Deputies);

    public async Task<Lists> LoadAsync(string jurisdiction, CancellationToken ct) => new(
        await TownsAsync(jurisdiction, ct), await stations.OfAsync(jurisdiction, ct),
        await ListAsync("select id, name from agencies where jurisdiction = @jurisdiction and active = 1 order by name, id", jurisdiction, ct), await people.DeputiesAsync(jurisdiction, ct));

    public Task<IReadOnlyList<(string Code, string Word)>> TownsAsync(string jurisdiction, CancellationToken ct) =>
        ListAsync("select code, name from districts where code like @inside and level = 'Town' order by code", jurisdiction, ct);

    private Task<IReadOnlyList<(string Code, string Word)>> ListAsync(string sql, string jurisdiction, CancellationToken ct) => database.ReadAsync(
        async connection => (IReadOnlyList<(string, string)>)(await connection.QueryAsync<(string, string)>(sql, new { jurisdiction, inside = $"{jurisdiction}%" })).AsList(), ct);
}
