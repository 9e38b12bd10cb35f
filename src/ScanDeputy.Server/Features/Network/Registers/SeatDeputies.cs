using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>Who sits in a station, in the order in which residents see them. A deputy who is taken out keeps the cases that they have.</summary>
public static class SeatDeputies
{
    public const int Most = 200;

    /// <param name="Deputies">Their numbers, or their ids.</param>
    public sealed record Request(IReadOnlyList<string>? Deputies);

    public sealed record Seat
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        /// <summary>Still in office.</summary>
        public bool Active { get; init; }
    }

    /// <param name="Version">The station's.</param>
    public sealed record Answer(string StationId, int Version, IReadOnlyList<Seat> Deputies);

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/stations/{id}/deputies", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.GetAsync(id, user, ct)).ToHttp())
            .WithName("ListSeatedDeputies").Produces<Answer>();
        admin.MapPut("/stations/{id}/deputies", async (string id, Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(id, request, user, write, ct)).ToHttp())
            .WithName("SeatDeputies").ExpectsVersion().Produces<Answer>();
    }

    public sealed class Handler(Database database, IdempotentWrites writes, StationCache stations, TimeProvider clock)
    {
        public async Task<Result<Answer>> GetAsync(string id, CurrentUser user, CancellationToken ct) =>
            await database.ReadAsync(connection => StationRegister.Instance.FindAsync(connection, id, user.Jurisdiction!), ct) is { } station
                ? new Answer(id, station.Version, (await database.ReadAsync(connection => connection.QueryAsync<Seat>(SelectSeats, new { id }), ct)).AsList())
                : new Refusal(ErrorCodes.NotFound);

        public async Task<Result<Answer>> HandleAsync(string id, Request request, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var wanted = (request.Deputies ?? []).Distinct(StringComparer.Ordinal).ToList();
            if (wanted.Count > Most)
                return Refusal.OfField("deputies", RegisterTexts.Of("too_many_seats"));

            var done = await writes.RunAsync<Answer>(write, new { id, wanted }, scope => SeatAsync(scope, id, wanted, user, write), ct);
            if (!done.IsRefused)
                await stations.InvalidateAsync(id, ct);
            return done;
        }

        private async Task<Result<Answer>> SeatAsync(WriteScope scope, string id, IReadOnlyList<string> wanted, CurrentUser user, WriteContext write)
        {
            if (await StationRegister.Instance.FindAsync(scope.Connection, id, user.Jurisdiction!, scope.Transaction) is not { } station)
                return new Refusal(ErrorCodes.NotFound);
            if (write.ExpectedVersion is { Refusal: { } refusal })
                return refusal;

            var deputies = await DeputyRegister.Instance.ListAsync(scope.Connection, user.Jurisdiction!, scope.Transaction);
            var seats = wanted.Select(number => deputies.FirstOrDefault(deputy => deputy.Active && (deputy.Number == number || deputy.Id == number))).ToList();
            if (seats.IndexOf(null) is var missing and >= 0)
                return Refusal.OfField($"deputies[{missing}]", RegisterTexts.Format("unknown_deputy", wanted[missing]));
            if (await scope.ExecuteAsync("update stations set version = version + 1 where id = @id and version = @Version", new { id, Version = write.ExpectedVersion.Value }) == 0)
                return new Refusal(ErrorCodes.VersionStale);

            var before = await scope.ListAsync<Seat>(SelectSeats, new { id });
            await scope.ExecuteAsync("delete from station_deputies where station_id = @id", new { id });
            for (var i = 0; i < seats.Count; i++)
                scope.Later("insert into station_deputies (station_id, deputy_id, position) values (@StationId, @DeputyId, @Position)", new { StationId = id, DeputyId = seats[i]!.Id, Position = i + 1 });
            ReceptionPlanner.PlanLater(scope, user.Jurisdiction!);
            new DataChanges(user.Jurisdiction!, user.Id, clock).Write(
                scope, "stations", id, [new DataChanges.Column("deputies", string.Join('、', before.Select(seat => seat.Name)), string.Join('、', seats.Select(seat => seat!.Name)))]);
            return new Answer(id, station.Version + 1, [.. seats.Select(seat => new Seat { Id = seat!.Id, Number = seat.Number, Name = seat.Name, Active = seat.Active })]);
        }
    }

    private const string SelectSeats = """
        select p.id, coalesce(p.reference, p.id) as number, p.name, p.active
        from station_deputies m join deputies p on p.id = m.deputy_id where m.station_id = @id order by m.position, p.id
        """;
}
