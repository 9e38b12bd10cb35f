using System.Globalization;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>When a station receives, and who; the next days first. Days that were cancelled stand there as such.</summary>
public static class ListReceptions
{
    private const int LongestCursor = 80;

    public sealed record OwnReception(Reception Reception, string StationName, string Address);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/receptions", async (string? station, string? from, string? limit, string? after, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(station, from, limit, after, ct)).ToHttp())
            .WithName("ListReceptions").Refuses(ErrorCodes.NotFound).Produces<Page<Reception>>();
        api.MapGet("/me/receptions", async (CurrentUser user, Handler handler, CancellationToken ct) => (await handler.OfDeputyAsync(user, ct)).ToHttp())
            .RequireAuthorization(Rights.Deputise).WithName("ListOwnReceptions").Produces<IReadOnlyList<OwnReception>>();
    }

    public sealed class Handler(Database database, TimeProvider clock)
    {
        /// <param name="station">Its id.</param>
        /// <param name="from">The first day, today when it is left out; no day before today is given.</param>
        public async Task<Result<Page<Reception>>> HandleAsync(string? station, string? from, string? limit, string? after, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after, id => id.Length <= LongestCursor);
            if (page.Refusal is { } refusal)
                return refusal;
            if (string.IsNullOrEmpty(station))
                return Refusal.OfField("station", ReceptionTexts.Of("station"));

            var today = ChinaTime.Today(clock);
            var first = today;
            if (!string.IsNullOrEmpty(from) && !DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
                return Refusal.OfField("from", ReceptionTexts.Of("date"));

            IEnumerable<Reception>? found = await database.ReadAsync(
                async connection => await connection.QueryFirstOrDefaultAsync<string>("select id from stations where id = @station and active = 1", new { station }) is null
                    ? null
                    : await ReceptionReader.OfStationAsync(connection, station, first < today ? today : first, today.AddDays(ReceptionPlanner.DaysAhead)),
                ct);
            if (found is null)
                return new Refusal(ErrorCodes.NotFound);
            if (page.Value.After is { } last)
                found = found.SkipWhile(one => one.Id != last).Skip(1);
            return page.Value.Cut<Reception>([.. found.Take(page.Value.Limit + 1)], one => one.Id);
        }

        /// <summary>One of a station's next receptions.</summary>
        public async Task<Reception?> FindAsync(string station, string id, CancellationToken ct)
        {
            var today = ChinaTime.Today(clock);
            return (await database.ReadAsync(connection => ReceptionReader.OfStationAsync(connection, station, today, today.AddDays(ReceptionPlanner.DaysAhead)), ct)).FirstOrDefault(one => one.Id == id);
        }

        /// <summary>我的接待日: when a deputy receives.</summary>
        public async Task<Result<IReadOnlyList<OwnReception>>> OfDeputyAsync(CurrentUser user, CancellationToken ct)
        {
            if (user.DeputyId is not { } deputy)
                return new Refusal(ErrorCodes.NotFound);

            var today = ChinaTime.Today(clock);
            return await database.ReadAsync<Result<IReadOnlyList<OwnReception>>>(
                async connection =>
                {
                    var found = await ReceptionReader.OfDeputyAsync(connection, deputy, today, today.AddDays(ReceptionPlanner.DaysAhead));
                    var names = (await connection.QueryAsync<StationName>("select id, name, address from stations where id in @ids", new { ids = found.Select(one => one.Station).Distinct() }))
                        .ToDictionary(station => station.Id, StringComparer.Ordinal);
                    return Result.Of<IReadOnlyList<OwnReception>>([.. found.Select(one => new OwnReception(one, names[one.Station].Name, names[one.Station].Address))]);
                },
                ct);
        }

        private sealed record StationName
        {
            public string Id { get; init; } = "";

            public string Name { get; init; } = "";

            public string Address { get; init; } = "";
        }
    }
}
