using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>The stations of an administrator's jurisdiction with their codes counted; <c>?q=</c> looks in name, address and district, however they are written
/// (<see cref="SearchText"/>).</summary>
public static class ListOwnStations
{
    /// <param name="Codes">Codes in use.</param>
    public sealed record Item(string Id, string Name, StationKind Kind, string District, string Address, bool Active, int Codes);

    public static void Map(RouteGroupBuilder stations) => stations.MapGet("", async (
        string? q, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(q, limit, after, user, ct)).ToHttp())
        .WithName("ListOwnStations").Produces<Page<Item>>();

    public sealed class Handler(Database database)
    {
        public async Task<Result<Page<Item>>> HandleAsync(string? q, string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;

            var words = string.IsNullOrWhiteSpace(q) ? null : SearchText.Pattern(q);
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(
                    words is null ? Select : SelectMatching, new { user.Jurisdiction, words, After = page.Value.After ?? "", Limit = page.Value.Limit + 1 }),
                ct);
            return page.Value.Cut<Item>([.. rows.Select(row => row.ToItem())], item => item.Id);
        }
    }

    private const string Columns = $"""
        select s.id, s.name, s.kind, d.name as district, s.address, s.active,
          (select count(*) from station_codes c where c.station_id = s.id and c.status = '{nameof(CodeStatus.Active)}') as codes
        from stations s join districts d on d.code = s.district
        where s.jurisdiction = @Jurisdiction and s.id > @After
        """;

    private const string Select = $"{Columns} order by s.id limit @Limit";

    private const string SelectMatching =
        $"{Columns} and (s.search_text like @words escape '!' or d.search_text like @words escape '!') order by s.id limit @Limit";

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public string District { get; init; } = "";

        public string Address { get; init; } = "";

        public bool Active { get; init; }

        public int Codes { get; init; }

        public Item ToItem() => new(Id, Name, Enum.Parse<StationKind>(Kind), District, Address, Active, Codes);
    }
}
