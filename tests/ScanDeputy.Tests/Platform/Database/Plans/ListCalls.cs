using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>One list as one person asks for it.</summary>
internal sealed record ListCall(string Persona, string Role, string Filter)
{
    /// <summary>
    /// A list that is one deputy's, one station's, one agency's or one town's already, or what waits at one desk, narrowed once more by a place or an
    /// agency: no index has both, and the smaller list is gone through.
    /// </summary>
    public bool IsNarrowTwice =>
        Filter.Contains("agency=", StringComparison.Ordinal) ? Role == "inbox" || OfSome.Contains(Persona) || Persona.StartsWith("town", StringComparison.Ordinal)
        : Filter.Contains("district=", StringComparison.Ordinal) && OfSome.Contains(Persona);

    private static readonly string[] OfSome = ["deputy-1", "keeper-1", "agency-1"];

    public string Path => $"/api/v1/cases?role={Role}{Filter}";

    public static IReadOnlyList<string> Personas { get; } =
        ["resident-1", "deputy-1", "keeper-1", "committee-1", "government-1", "agency-1", "supervisor-1", "admin-1", "auditor-1", "town-1", "town-super-1"];

    /// <summary>Each person, list and filter.</summary>
    public static async Task<IReadOnlyList<ListCall>> AllAsync(Server.Platform.Database.Database database)
    {
        var busiest = await database.ReadAsync(connection => connection.QueryFirstAsync<string>(BusiestAgency), CancellationToken.None);
        var village = await database.ReadAsync(connection => connection.QueryFirstAsync<string>(BusiestVillage), CancellationToken.None);
        string[] filters =
        [
            "", "&overdue=true", "&overdue=false", "&district=371311", "&district=371311001", "&district=371311101", $"&district={village}", "&district=371302",
            $"&agency={busiest}", $"&agency={busiest}&status=closed", "&stage=handling&overdue=true", "&status=closed&overdue=true",
            .. Enum.GetNames<CaseStatus>().Select(status => $"&status={JsonNamingPolicy.CamelCase.ConvertName(status)}"),
            .. Enum.GetNames<StageKind>().Select(stage => $"&stage={JsonNamingPolicy.CamelCase.ConvertName(stage)}"),
        ];
        return [.. from persona in Personas from role in (string[])["mine", "inbox", "all"] from filter in filters select new ListCall(persona, role, filter)];
    }

    /// <summary>The first page, and the second if there is one, which begins at a cursor.</summary>
    /// <returns>Rows that the database had to give for each: one more than the page shows, if there is a next one.</returns>
    public async Task<IReadOnlyList<int>> ReadAsync(ApiClient client)
    {
        var first = (await client.GetAsync(Path)).Expect(System.Net.HttpStatusCode.OK);
        if ((string?)first.Body!["next"] is not { } next)
            return [first["items"].AsArray().Count];

        var second = (await client.GetAsync($"{Path}&after={next}")).Expect(System.Net.HttpStatusCode.OK);
        return [first["items"].AsArray().Count + 1, second["items"].AsArray().Count + (second.Body!["next"] is null ? 0 : 1)];
    }

    private const string BusiestAgency = "select agency_id from case_agencies group by agency_id order by count(*) desc limit 1";

    private const string BusiestVillage = "select district from cases where district not like '%000' group by district order by count(*) desc limit 1";
}
