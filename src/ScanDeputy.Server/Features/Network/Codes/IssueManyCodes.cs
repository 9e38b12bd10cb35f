using Dapper;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>One new code for each of many stations, all or none; or for every station in use that has none.</summary>
public static class IssueManyCodes
{
    public const int Most = 1000;

    /// <param name="StationIds">Each once.</param>
    /// <param name="Placement">The same for all.</param>
    public sealed record Request(IReadOnlyList<string>? StationIds, string? Placement);

    /// <param name="Station">Its name.</param>
    public sealed record Issued(string StationId, string Station, string Code, string Display, string Placement, DateTimeOffset IssuedAt, CodeStatus Status, string Url);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Placement).Written("张贴位置", 1, AdministerCodes.LongestPlacement);
            RuleFor(request => request.StationIds).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_stations_many", Most)).Must(ids => ids is { Count: > 0 and <= Most } && ids.All(id => !string.IsNullOrEmpty(id)))
                .WithMessage(_ => ErrorTexts.Field("field_stations_many", Most));
        }
    }

    public static void Map(RouteGroupBuilder admin) =>
        admin.MapPost("/codes/batch", async (Request request, CurrentUser user, WriteContext write, HttpContext context, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(request, user, write, context.Request, ct)).ToHttp(page => TypedResults.Created("/api/v1/admin/stations", page)))
            .WithName("IssueStationCodes").Produces<Page<Issued>>(StatusCodes.Status201Created);

    public sealed class Handler(Database database, IdempotentWrites writes, CodeAddress address, TimeProvider clock)
    {
        public Task<Result<Page<Issued>>> HandleAsync(Request request, CurrentUser user, WriteContext write, HttpRequest http, CancellationToken ct) =>
            writes.RunAsync<Page<Issued>>(
                write,
                request,
                async scope =>
                {
                    var found = (await scope.ListAsync<StationRow>(
                        $"select id, name, active from stations where id in @Ids and jurisdiction = @Jurisdiction order by id{scope.Dialect.ForUpdate}",
                        new { Ids = request.StationIds!.Distinct(StringComparer.Ordinal), user.Jurisdiction })).ToDictionary(station => station.Id, StringComparer.Ordinal);
                    var faults = Faults(request.StationIds!, found);
                    return faults.Count > 0
                        ? new Refusal(ErrorCodes.Invalid) { Fields = faults }
                        : Issue(scope, [.. request.StationIds!.Select(id => found[id])], request.Placement!, user, http);
                },
                ct);

        /// <summary>How many stations in use have no code in use.</summary>
        public Task<int> CountMissingAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(
            connection => connection.ExecuteScalarAsync<int>($"select count(*) {WithoutCode}", new { user.Jurisdiction }), ct);

        /// <summary>The first thousand of them. Of two who ask at once the second finds those that the first left.</summary>
        public Task<Result<Page<Issued>>> IssueMissingAsync(string placement, CurrentUser user, WriteContext write, HttpRequest http, CancellationToken ct) =>
            writes.RunAsync<Page<Issued>>(
                write,
                new { missing = true, placement },
                async scope =>
                {
                    await scope.FirstOrDefaultAsync<string>($"select code from jurisdictions where code = @Jurisdiction{scope.Dialect.ForUpdate}", new { user.Jurisdiction });
                    var missing = await scope.ListAsync<StationRow>($"select s.id, s.name, s.active {WithoutCode} order by s.id limit @Most", new { user.Jurisdiction, Most });
                    return Issue(scope, missing, placement, user, http);
                },
                ct);

        private static Dictionary<string, IReadOnlyList<string>> Faults(IReadOnlyList<string> ids, Dictionary<string, StationRow> found)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var faults = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            for (var i = 0; i < ids.Count; i++)
            {
                var text = !found.TryGetValue(ids[i], out var station) ? ErrorTexts.Field("field_station_unknown")
                    : !station.Active ? ErrorTexts.Field("field_station_closed", station.Name)
                    : !seen.Add(ids[i]) ? ErrorTexts.Field("field_station_twice", station.Name)
                    : null;
                if (text is not null)
                    faults[$"stationIds[{i}]"] = [text];
            }

            return faults;
        }

        private Page<Issued> Issue(WriteScope scope, IReadOnlyList<StationRow> stations, string typed, CurrentUser user, HttpRequest http)
        {
            var (now, placement) = (clock.GetUtcNow(), WrittenText.Clean(typed));
            var changes = new DataChanges(user.Jurisdiction!, user.Id, clock);
            return new Page<Issued>(
                [.. stations.Select(station =>
                {
                    var code = CodeStore.InsertLater(scope, station.Id, placement, changes);
                    return new Issued(station.Id, station.Name, code.ToString(), code.Display, placement, now, CodeStatus.Active, address.Of(code.ToString(), http));
                })],
                null);
        }
    }

    private const string WithoutCode = $"""
        from stations s where s.jurisdiction = @Jurisdiction and s.active = 1
        and not exists (select 1 from station_codes c where c.station_id = s.id and c.status = '{nameof(CodeStatus.Active)}')
        """;

    private sealed record StationRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public bool Active { get; init; }
    }
}
