using System.Data.Common;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Departures;

/// <summary>
/// 届满: the term of a level's congress (<see cref="TermRegister"/>) ends for all of its deputies on a date; their open cases are handed on as for one who
/// leaves, by <see cref="DepartureSweep"/>, a few in each transaction.
/// </summary>
public static class CongressTerms
{
    /// <param name="LastOn">Inclusive: from the next day on nobody of the term is in office.</param>
    /// <param name="Deputies">How many were counted: if there are others by now, nothing is done.</param>
    public sealed record EndRequest(DateOnly? LastOn, int? Deputies);

    /// <param name="Deputies">Who leaves office.</param>
    /// <param name="OpenCases">Of theirs, to be handed on.</param>
    /// <param name="StationsWithout">Stations that have nobody else: their reports go to the committee office until there are successors.</param>
    /// <param name="Remaining">Deputies of the jurisdiction who stay in office.</param>
    public sealed record Consequences(string Id, DateOnly LastOn, int Deputies, int OpenCases, int StationsWithout, int Remaining, int Version);

    public static void Map(RouteGroupBuilder admin)
    {
        var terms = admin.MapGroup("/terms").RequireAuthorization(Rights.People);
        terms.MapGet("/{id}/consequences", async (string id, string? lastOn, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.CountAsync(id, lastOn, user, ct)).ToHttp())
            .WithName("CountTermEnd").Produces<Consequences>();
        terms.MapPost("/{id}/end", async (string id, EndRequest request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.EndAsync(id, request, user, write, ct)).ToHttp())
            .WithName("EndTerm").Refuses(RegisterErrors.StillNeeded).Produces<Consequences>();
    }

    public sealed class Handler(Database database, IdempotentWrites writes, TimeProvider clock)
    {
        /// <summary>What would follow; nothing is written.</summary>
        public async Task<Result<Consequences>> CountAsync(string id, string? lastOn, CurrentUser user, CancellationToken ct)
        {
            DateOnly? asked = null;
            if (!string.IsNullOrEmpty(lastOn))
            {
                if (!DateOnly.TryParseExact(lastOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day > ChinaTime.Today(clock).AddYears(10))
                    return Refusal.OfField("lastOn", ErrorTexts.Detail("field_term_days"));
                asked = day;
            }

            return await database.ReadAsync<Result<Consequences>>(
                async connection => await FindAsync(connection, id, user, null) is { } row
                    ? await CountAsync(connection, row, asked ?? row.LastOn ?? ChinaTime.Today(clock), null)
                    : new Refusal(ErrorCodes.NotFound),
                ct);
        }

        /// <summary>
        /// Announces the departure of each of its deputies, in one transaction: the sweep takes them from their day on. Said again it announces the day anew for
        /// those who are still in office, and changes nothing for the others.
        /// </summary>
        public async Task<Result<Consequences>> EndAsync(string id, EndRequest request, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var today = ChinaTime.Today(clock);
            if (request.LastOn is not { } last || last > today.AddYears(10))
                return Refusal.OfField("lastOn", ErrorTexts.Field("field_required", "任期最后一天"));

            return await writes.RunAsync<Consequences>(write, new { id, request }, async scope =>
            {
                // Locks it: of two who end it the second waits, and then says it again.
                if (await scope.ExecuteAsync("update congress_terms set version = version where id = @id and jurisdiction = @Jurisdiction", new { id, user.Jurisdiction }) == 0)
                    return new Refusal(ErrorCodes.NotFound);
                var row = (await FindAsync(scope.Connection, id, user, scope.Transaction))!;
                if (last < row.FirstOn)
                    return Refusal.OfField("lastOn", ErrorTexts.Detail("field_term_days"));
                var counted = await CountAsync(scope.Connection, row, last, scope.Transaction);
                if (request.Deputies is { } seen && seen != counted.Deputies)
                    return new Refusal(RegisterErrors.StillNeeded) { TextCode = "term_counted_again" };

                var values = new { id, user.Jurisdiction, Level = row.Level, Term = row.Name, Leaves = last.AddDays(1), Last = last, Reason = ErrorTexts.Field("term_reason", row.Name), By = user.Id, Now = clock.GetUtcNow() };
                await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Announce, values);
                await scope.ExecuteAsync(AnnounceAgain, values);
                await scope.ExecuteAsync("update congress_terms set last_on = @Last, ended_at = @Now, version = version + 1 where id = @id", values);
                new DataChanges(user.Jurisdiction!, user.Id, clock).Write(
                    scope, "congress_terms", id, [new("last_on", row.LastOn is { } old ? Columns.Text(old) : null, Columns.Text(last)), new("deputies", null, counted.Deputies)]);
                return counted with { Version = row.Version + 1 };
            }, ct);
        }

        private static async Task<Row?> FindAsync(DbConnection connection, string id, CurrentUser user, DbTransaction? transaction) =>
            await connection.QueryFirstOrDefaultAsync<Row?>($"{Select} and t.id = @id", new { id, user.Jurisdiction }, transaction);

        private static async Task<Consequences> CountAsync(DbConnection connection, Row row, DateOnly last, DbTransaction? transaction)
        {
            var values = new { row.Jurisdiction, row.Level, Term = row.Name };
            var open = await connection.QueryFirstAsync<int>(CountOpen, values, transaction);
            var without = await connection.QueryFirstAsync<int>(CountWithout, values, transaction);
            var all = await connection.QueryFirstAsync<int>("select count(*) from deputies where jurisdiction = @Jurisdiction and active = 1", values, transaction);
            return new Consequences(row.Id, last, row.Deputies, open, without, all - row.Deputies, row.Version);
        }
    }

    private const string OfTerm = "d.jurisdiction = @Jurisdiction and d.level = @Level and d.term = @Term and d.active = 1";

    private const string Select = """
        select t.id, t.jurisdiction, t.level, t.name, t.first_on, t.last_on, t.version,
          (select count(*) from deputies d where d.jurisdiction = t.jurisdiction and d.level = t.level and d.term = t.name and d.active = 1) as deputies
        from congress_terms t where t.jurisdiction = @Jurisdiction
        """;

    private const string CountOpen = $"""
        select count(*) from cases k join deputies d on d.id = k.deputy_id
        where {OfTerm} and ({HandOnCases.IsOpen} or ({HandOnCases.IsPromised}))
        """;

    private const string CountWithout = $"""
        select count(*) from stations s where s.jurisdiction = @Jurisdiction and s.active = 1
          and exists (select 1 from station_deputies m join deputies d on d.id = m.deputy_id where m.station_id = s.id and {OfTerm})
          and not exists (select 1 from station_deputies m join deputies d on d.id = m.deputy_id where m.station_id = s.id and d.active = 1 and not (d.level = @Level and d.term = @Term))
        """;

    private const string Announce = $"""
         deputy_departures (deputy_id, jurisdiction, leaves_on, reason, announced_by, announced_at)
        select d.id, d.jurisdiction, @Leaves, @Reason, @By, @Now from deputies d where {OfTerm}
        """;

    // Whoever leaves before it does so; who has left is no longer in office.
    private const string AnnounceAgain = $"""
        update deputy_departures set leaves_on = @Leaves, reason = @Reason, announced_by = @By, announced_at = @Now, done_at = null
        where leaves_on > @Leaves and deputy_id in (select d.id from deputies d where {OfTerm})
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Jurisdiction { get; init; } = "";

        public string Level { get; init; } = "";

        public string Name { get; init; } = "";

        public DateOnly FirstOn { get; init; }

        public DateOnly? LastOn { get; init; }

        public int Deputies { get; init; }

        public int Version { get; init; }
    }
}
