using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>A jurisdiction as its public pages need it: its name, and the categories to choose from.</summary>
public static class GetPublicPlace
{
    public sealed record Answer(string Code, string Name, IReadOnlyList<Named> Categories);

    public static void Map(RouteGroupBuilder published) => published.MapGet("", async (string jurisdiction, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(jurisdiction, ct)).ToHttp(place => new SharedAnswer<Answer>(place)))
        .WithName("GetPublicPlace").Produces<Answer>().Produces(StatusCodes.Status304NotModified);

    public sealed class Handler(Database database, ISharedCache cache, PublishedReader reader)
    {
        private static readonly CacheKind Places = new("public-place", TimeSpan.FromSeconds(60));

        public async Task<Result<Answer>> HandleAsync(string jurisdiction, CancellationToken ct)
        {
            if (await reader.NameOfAsync(jurisdiction, ct) is not { } name)
                return new Refusal(ErrorCodes.NotFound);

            return (await cache.GetAsync(Places, jurisdiction, "place", async () => new Answer(jurisdiction, name, await CategoriesAsync(jurisdiction, ct))))!;
        }

        private async Task<IReadOnlyList<Named>> CategoriesAsync(string jurisdiction, CancellationToken ct) =>
            [.. (await database.ReadAsync(connection => connection.QueryAsync<(string Id, string Name)>(Select, new { jurisdiction }), ct)).Select(row => new Named(row.Id, row.Name))];
    }

    private const string Select = "select id, name from categories where jurisdiction = @jurisdiction and active = 1 order by position, id";
}
