using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>接待轮值表: who receives when, as a table that is hung up or handed out.</summary>
public static class ExportRota
{
    public static void Map(RouteGroupBuilder admin) => admin.MapGet("/reception-rules/rota", async (string? format, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(format, user, ct)).ToHttp(RegisterEndpoints.Answer))
        .WithName("ExportReceptionRota").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType, "text/csv");

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public async Task<Result<TableExport>> HandleAsync(string? format, CurrentUser user, CancellationToken ct)
        {
            if (TableExport.RefusalOf(format) is { } refusal)
                return refusal;

            var today = ChinaTime.Today(clock);
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(Select, new { user.Jurisdiction, From = today, To = today.AddDays(ReceptionPlanner.DaysAhead) }), ct);
            var title = ReceptionTexts.Of("rota");
            var sheet = new SheetToWrite(
                title, ReceptionTexts.Of("rota.columns").Split('|'),
                rows.Select(row => (IReadOnlyList<CellToWrite>)[Columns.Text(row.HeldOn), WeekdayOf(row.HeldOn), $"{row.Starts}-{row.Ends}", row.Station, row.Deputy ?? "", row.Topic, row.Guests]));
            return TableExport.Of(sheet, title, format);
        }

        // The program runs without cultures.
        private static string WeekdayOf(DateOnly day) => ReceptionTexts.Of("weekdays").Substring((int)day.DayOfWeek, 1);
    }

    private const string Select = """
        select r.held_on, r.starts, r.ends, s.name as station, p.name as deputy, r.topic, r.guests
        from receptions r join stations s on s.id = r.station_id
        left join reception_deputies d on d.reception_id = r.id left join deputies p on p.id = d.deputy_id
        where r.jurisdiction = @Jurisdiction and r.held_on >= @From and r.held_on <= @To and r.status = 'planned'
        order by r.held_on, r.starts, s.name, d.position
        """;

    private sealed record Row
    {
        public DateOnly HeldOn { get; init; }

        public string Starts { get; init; } = "";

        public string Ends { get; init; } = "";

        public string Station { get; init; } = "";

        public string? Deputy { get; init; }

        public string Topic { get; init; } = "";

        public string Guests { get; init; } = "";
    }
}
