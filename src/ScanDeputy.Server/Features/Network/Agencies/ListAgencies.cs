using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>The agencies in use of an official's jurisdiction: whom a case can be given to.</summary>
public static class ListAgencies
{
    public sealed record Item
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        /// <summary>A statistical code.</summary>
        public string District { get; init; } = "";

        /// <summary>Whom to ask first; null when the agency has not said.</summary>
        public string? ContactName { get; init; }

        public string? ContactPhone { get; init; }
    }

    public static void Map(RouteGroupBuilder api) => api.MapGet("/agencies", async (CurrentUser user, Database database, CancellationToken ct) => TypedResults.Ok(new Page<Item>(
        (await database.ReadAsync(connection => connection.QueryAsync<Item>(Select, new { user.Jurisdiction }), ct)).AsList(), null)))
        .RequireAuthorization(Rights.Official).WithName("ListAgencies").Produces<Page<Item>>();

    private const string Select = "select id, name, district, contact_name, contact_phone from agencies where jurisdiction = @Jurisdiction and active = 1 order by name, id";
}
