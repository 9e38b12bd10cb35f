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
    /// <param name="Far">Of those, the ones known to be far from the station.</param>
    public sealed record Item(string Id, string Name, StationKind Kind, string District, string Address, bool Active, int Codes, long Scans, long Far);

    /// <summary>Which stations need a look.</summary>
    /// <param name="Unscanned">Only stations in use with a code that has been in use for 30 days, none of whose codes was opened since.</param>
    /// <param name="Elsewhere">Only stations in use with a code of which most scans of these days, as far as it is known, were far away.</param>
    public sealed record Attention(bool Unscanned = false, bool Elsewhere = false);

    public static void Map(RouteGroupBuilder stations) => stations.MapGet("", async (
        string? q, bool? unscanned, bool? elsewhere, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(q, new Attention(unscanned == true, elsewhere == true), limit, after, user, ct)).ToHttp())
        .WithName("ListOwnStations").Produces<Page<Item>>();

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public async Task<Result<Page<Item>>> HandleAsync(string? q, Attention attention, string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;

            var words = string.IsNullOrWhiteSpace(q) ? null : SearchText.Pattern(q);
            var since = SinceOf(clock);
            var values = new { user.Jurisdiction, words, Since = since, Before = ChinaTime.StartOf(since), After = page.Value.After ?? "", Limit = page.Value.Limit + 1, AdministerCodes.Scans.EnoughFar };
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>($"{Columns}{(words is null ? "" : Matching)}{(attention.Unscanned ? Unscanned : "")}{(attention.Elsewhere ? Elsewhere : "")} order by s.id limit @Limit", values), ct);
            return page.Value.Cut<Item>([.. rows.Select(row => row.ToItem())], item => item.Id);
        }
    }

    /// <summary>The first of the last 30 days.</summary>
    internal static DateOnly SinceOf(TimeProvider clock) => ChinaTime.Today(clock).AddDays(1 - RecentDays);

    private const string Columns = $"""
        select s.id, s.name, s.kind, d.name as district, s.address, s.active,
          (select count(*) from station_codes c where c.station_id = s.id and c.status = '{nameof(CodeStatus.Active)}') as codes,
          coalesce((select sum(x.scans) from code_scans x join station_codes c on c.code = x.code where c.station_id = s.id and x.on_day >= @Since), 0) as scans,
          coalesce((select sum(x.far) from code_scans x join station_codes c on c.code = x.code where c.station_id = s.id and x.on_day >= @Since), 0) as far
        from stations s join districts d on d.code = s.district
        where s.jurisdiction = @Jurisdiction and s.id > @After
        """;

    private const string Matching = " and (s.search_text like @words escape '!' or d.search_text like @words escape '!')";

    /// <summary>Of stations as <c>s</c>, for <see cref="SinceOf"/>.</summary>
    internal const string Unscanned = $"""
         and s.active = 1
          and exists (select 1 from station_codes c where c.station_id = s.id and c.status = '{nameof(CodeStatus.Active)}' and c.issued_at < @Before)
          and not exists (select 1 from code_scans x join station_codes c on c.code = x.code where c.station_id = s.id and x.on_day >= @Since)
        """;

    private const string Elsewhere = """
         and s.active = 1
          and exists (
            select c.code from station_codes c join code_scans x on x.code = c.code where c.station_id = s.id and x.on_day >= @Since
            group by c.code having sum(x.far) >= @EnoughFar and 2 * sum(x.far) > sum(x.placed))
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

        public long Far { get; init; }

        public Item ToItem() => new(Id, Name, Enum.Parse<StationKind>(Kind), District, Address, Active, Codes, Scans, Far);
    }
}
