using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>What a scanned code opens: the station, its deputies, what can be reported, when the deputies receive.</summary>
public static class GetStationByCode
{
    private const int DaysAhead = 60;

    /// <summary>Says that a station was opened from a list, which is no scan of its code.</summary>
    public const string FromList = "list";

    public sealed record Answer(
        string Code, CodeStatus Status, Station Station, IReadOnlyList<Deputy> Deputies, IReadOnlyList<Category> Categories, IReadOnlyList<ReceptionDay> ReceptionDays)
    {
        /// <summary>The deputy whose own code it is, one of those here; null for a code of the whole station.</summary>
        public string? DeputyId { get; init; }
    }

    /// <param name="Phone">That residents call; null for a station that has none.</param>
    public sealed record Station(string Id, string Name, StationKind Kind, District District, string Address, Location? Location, string OpeningHours, string? Phone);

    public sealed record District(string Code, string Name);

    /// <summary>GCJ-02 degrees; null for a mobile station.</summary>
    public sealed record Location(double Lat, double Lng);

    public sealed record Deputy(string Id, string Name, DistrictLevel Level, District District, string? PhotoUrl, string Pledge)
    {
        /// <summary>Where they work, where the office has made it public; the same of phone and groups.</summary>
        public string? Unit { get; init; }

        public string? Phone { get; init; }

        public IReadOnlyList<string> Groups { get; init; } = [];
    }

    /// <param name="Stopper">Says where to go instead; a report under this category is not taken.</param>
    /// <param name="Icon">The symbol beside the name.</param>
    public sealed record Category(string Id, string Name, string? Stopper, CategoryIcon Icon);

    /// <param name="Id">Of the time of day that is booked.</param>
    /// <param name="Starts">HH:mm, China time; null for a day that was published without times.</param>
    /// <param name="Bookable">Whether it takes bookings.</param>
    public sealed record ReceptionDay(
        DateOnly Date, IReadOnlyList<ReceivingPerson> Deputies, string Id, string? Starts, string? Ends, string? Topic, string? Guests, bool Bookable, bool Cancelled, string? Reason);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/station-codes/{code}", async (
        string code, string? from, Handler handler, ScanCounts scans, HttpRequest request, CancellationToken ct) => (await handler.HandleAsync(code, ct)).ToHttp(answer =>
        {
            if (from != FromList)
                scans.Count(request, answer.Code);
            return TypedResults.Ok(answer);
        }))
        .WithName("GetStationByCode").Refuses(StationErrors.StationCodeUnknown, StationErrors.StationCodeRevoked).Produces<Answer>();

    /// <summary>What the database says of a code on one day; whether the code still opens depends on the instant and is decided at each use.</summary>
    private sealed record Sheet(Answer Answer, DateTimeOffset? GraceUntil, bool Active);

    public sealed class Handler(Database database, StationCache cache, PersonalData crypto, TimeProvider clock)
    {
        public async Task<Result<Answer>> HandleAsync(string typed, CancellationToken ct)
        {
            var today = ChinaTime.Today(clock);
            if (!StationCode.TryRead(typed, out var code)
                || await cache.GetAsync(code.ToString(), today, () => database.ReadAsync(connection => LoadAsync(connection, code.ToString(), today), ct)) is not { } sheet)
                return new Refusal(StationErrors.StationCodeUnknown);

            return sheet.Active && CodeStanding.Opens(sheet.Answer.Status, sheet.GraceUntil, clock.GetUtcNow())
                ? sheet.Answer
                : new Refusal(StationErrors.StationCodeRevoked);
        }

        private async Task<Sheet?> LoadAsync(DbConnection connection, string code, DateOnly today)
        {
            if (await connection.QueryFirstOrDefaultAsync<StationRow>(SelectStation, new { Code = code }) is not { } row)
                return null;

            var deputies = await connection.QueryAsync<DeputyRow>(SelectDeputies, new { row.StationId });
            var categories = await connection.QueryAsync<CategoryRow>(SelectCategories, new { row.Jurisdiction });
            var receptions = await ReceptionReader.OfStationAsync(connection, row.StationId, today, today.AddDays(DaysAhead));
            var answer = new Answer(
                code, Enum.Parse<CodeStatus>(row.Status), row.ToStation(), [.. deputies.Select(deputy => deputy.ToDeputy(crypto))],
                [.. categories.Select(category => new Category(category.Id, category.Name, category.Stopper, Enum.Parse<CategoryIcon>(category.Icon)))],
                [.. receptions.Select(r => new ReceptionDay(r.Date, r.Deputies, r.Id, r.Starts, r.Ends, r.Topic, r.Guests, r.Capacity > 0, r.Cancelled, r.Reason))])
            {
                DeputyId = deputies.FirstOrDefault(deputy => deputy.Id == row.DeputyId)?.Id,
            };
            return new Sheet(answer, row.GraceUntil, row.Active);
        }
    }

    private const string SelectStation = """
        select c.status, c.grace_until, c.deputy_id, s.id as station_id, s.name, s.kind, s.address, s.lat, s.lng, s.opening_hours, s.phone, s.active, s.jurisdiction,
          s.district, d.name as district_name
        from station_codes c join stations s on s.id = c.station_id join districts d on d.code = s.district
        where c.code = @Code
        """;

    private const string SelectDeputies = $"""
        select p.id, p.name, p.level, p.pledge, {PublicDeputyRow.PublicColumns}, p.district, d.name as district_name
        from station_deputies m join deputies p on p.id = m.deputy_id join districts d on d.code = p.district
        where m.station_id = @StationId and p.active = 1
        order by m.position, p.id
        """;

    private const string SelectCategories = "select id, name, stopper, icon from categories where jurisdiction = @Jurisdiction and active = 1 order by position";

    private sealed record StationRow
    {
        public string Status { get; init; } = "";

        public DateTimeOffset? GraceUntil { get; init; }

        public string? DeputyId { get; init; }

        public string StationId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Address { get; init; } = "";

        public double? Lat { get; init; }

        public double? Lng { get; init; }

        public string OpeningHours { get; init; } = "";

        public string Phone { get; init; } = "";

        public bool Active { get; init; }

        public string Jurisdiction { get; init; } = "";

        public string District { get; init; } = "";

        public string DistrictName { get; init; } = "";

        public Station ToStation() => new(
            StationId, Name, Enum.Parse<StationKind>(Kind), new District(District, DistrictName), Address,
            Lat is { } lat && Lng is { } lng ? new Location(lat, lng) : null, OpeningHours, Phone.Length > 0 ? Phone : null);
    }

    private sealed record DeputyRow : PublicDeputyRow
    {
        public string Name { get; init; } = "";

        public string Level { get; init; } = "";

        public string Pledge { get; init; } = "";

        public string District { get; init; } = "";

        public string DistrictName { get; init; } = "";

        public Deputy ToDeputy(PersonalData crypto)
        {
            var shown = ToPublic(crypto);
            return new Deputy(Id, Name, Enum.Parse<DistrictLevel>(Level), new District(District, DistrictName), shown.PhotoUrl, Pledge) { Unit = shown.Unit, Phone = shown.Phone, Groups = shown.Groups };
        }
    }

    private sealed record CategoryRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string? Stopper { get; init; }

        public string Icon { get; init; } = "";
    }
}
