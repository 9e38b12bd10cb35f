using Dapper;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>The jurisdictions whose published cases can be read here.</summary>
public static class ListPublicPlaces
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/public", async (Handler handler, CancellationToken ct) =>
        new SharedAnswer<Page<NamedDistrict>>(new Page<NamedDistrict>(await handler.HandleAsync(ct), null)))
        .WithName("ListPublicPlaces").Produces<Page<NamedDistrict>>().Produces(StatusCodes.Status304NotModified);

    public sealed class Handler(Database database)
    {
        public async Task<IReadOnlyList<NamedDistrict>> HandleAsync(CancellationToken ct) =>
            [.. (await database.ReadAsync(connection => connection.QueryAsync<(string Code, string Name)>(Select), ct)).Select(row => new NamedDistrict(row.Code, row.Name))];
    }

    private const string Select = "select code, name from jurisdictions order by code";
}
