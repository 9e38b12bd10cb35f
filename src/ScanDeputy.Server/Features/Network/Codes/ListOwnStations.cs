using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
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
    /// <summary>A station whose codes nobody has opened for so many days has perhaps lost its plate.</summary>
    public const int RecentDays = 30;

    /// <param name="Codes">Codes in use.</param>
    /// <param name="Scans">Of all its codes in the last 30 days.</param>
    public sealed record Item(string Id, string Name, StationKind Kind, string District, string Address, bool Active, int Codes, long Scans);

    public static void Map(RouteGroupBuilder stations) => stations.MapGet("", async (
        string? q, bool? unscanned, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(q, unscanned == true, limit, after, user, ct)).ToHttp())
        .WithName("ListOwnStations").Produces<Page<Item>>();

    public sealed class Handler(Database database, TimeProvider clock)
    {
        /// <param name="unscanned">Only stations in use with a code that has been in use for 30 days, none of whose codes was opened since.</param>
        public async Task<Result<Page<Item>>> HandleAsync(string? q, bool unscanned, string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;

            var words = string.IsNullOrWhiteSpace(q) ? null : SearchText.Pattern(q);
            var since = ChinaTime.Today(clock).AddDays(1 - RecentDays);
            var values = new { user.Jurisdiction, words, Since = since, Before = ChinaTime.StartOf(since), After = page.Value.After ?? "", Limit = page.Value.Limit + 1 };
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>($"{Columns}{(words is null ? "" : Matching)}{(unscanned ? Unscanned : "")} order by s.id limit @Limit", values), ct);
            return page.Value.Cut<Item>([.. rows.Select(row => row.ToItem())], item => item.Id);
        }
    }

    private const string Columns = $"""
        select s.id, s.name, s.kind, d.name as district, s.address, s.active,
          (select count(*) from station_codes c where c.station_id = s.id and c.status = '{nameof(CodeStatus.Active)}') as codes,
          coalesce((select sum(x.scans) from code_scans x join station_codes c on c.code = x.code where c.station_id = s.id and x.on_day >= @Since), 0) as scans
        from stations s join districts d on d.code = s.district
        where s.jurisdiction = @Jurisdiction and s.id > @After
        """;

    private const string Matching = " and (s.search_text like @words escape '!' or d.search_text like @words escape '!')";

    private const string Unscanned = $"""
         and s.active = 1
          and exists (select 1 from station_codes c where c.station_id = s.id and c.status = '{nameof(CodeStatus.Active)}' and c.issued_at < @Before)
          and not exists (select 1 from code_scans x join station_codes c on c.code = x.code where c.station_id = s.id and x.on_day >= @Since)
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public string District { get; init; } = "";

        public string Address { get; init; } = "";

        public bool Active { get; init; }

        public int Codes { get; init; }

        public long Scans { get; init; }

        public Item ToItem() => new(Id, Name, Enum.Parse<StationKind>(Kind), District, Address, Active, Codes, Scans);
    }
}
