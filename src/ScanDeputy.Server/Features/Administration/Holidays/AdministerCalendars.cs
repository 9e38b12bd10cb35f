using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Features.Administration.Holidays;

/// <summary>
/// The notices of the administrator's own jurisdiction: the State Council's, when it is out before the program has it, and the region's own days
/// off. Shown first, then imported; open stages are counted again and those concerned are told (handbook §4).
/// </summary>
public static class AdministerCalendars
{
    /// <param name="Everywhere">It came with the program and holds in all jurisdictions.</param>
    public sealed record Item(
        string Id, int Year, bool Regional, bool Everywhere, IReadOnlyList<string> Sources, IReadOnlyList<GetYear.Day> DaysOff, IReadOnlyList<GetYear.Day> MakeupDays,
        DateTimeOffset InForceFrom, string? ImportedBy);

    /// <param name="Dates">Open stages whose date would change, a page of them.</param>
    public sealed record Preview(string CalendarVersion, string NewVersion, IReadOnlyList<DayChange> Days, DateDifferences Dates);

    /// <param name="Dates">Of the stages that were open.</param>
    public sealed record Imported(int Year, bool Regional, string PreviousVersion, string CalendarVersion, IReadOnlyList<DayChange> Days, DatesRewritten? Dates);

    public static void Map(RouteGroupBuilder admin)
    {
        var calendars = admin.MapGroup("/calendars").RequireAuthorization(Rights.Administer);
        calendars.MapGet("", async (CurrentUser user, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.ListAsync(user, ct)))
            .WithName("ListCalendarNotices").Produces<Page<Item>>();
        calendars.MapPost("/preview", async (CalendarDraft draft, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.PreviewAsync(draft, limit, after, user, ct)).ToHttp())
            .WithName("PreviewCalendarNotice").Produces<Preview>();
        calendars.MapPost("", async (CalendarDraft draft, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.ImportAsync(draft, user, write, ct)).ToHttp(imported => TypedResults.Created("/api/v1/admin/calendars", imported)))
            .WithName("ImportCalendarNotice").Produces<Imported>(StatusCodes.Status201Created);
    }

    public sealed class Handler(Database database, IdempotentWrites writes, RuleBook book, OpenStageDates dates, TimeProvider clock)
    {
        public async Task<Page<Item>> ListAsync(CurrentUser user, CancellationToken ct)
        {
            var rows = await database.ReadAsync(connection => CalendarNotices.ListAsync(connection, user.Jurisdiction!), ct);
            return new Page<Item>([.. rows.Reverse().Select(ToItem)], null);
        }

        /// <summary>The year whose notice waits to be imported; null when none does.</summary>
        public async Task<int?> MissingYearAsync(CurrentUser user, CancellationToken ct) =>
            (await database.ReadAsync(connection => book.LoadAsync(connection, user.Jurisdiction!), ct)).Calendar.MissingYear(ChinaTime.Today(clock));

        public async Task<Result<Preview>> PreviewAsync(CalendarDraft draft, string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after, dates.IsPlace);
            if (page.Refusal is { } wrongPage)
                return wrongPage;

            var (rows, rules) = await database.ReadAsync(
                async connection => (await CalendarNotices.ListAsync(connection, user.Jurisdiction!), await book.LoadAsync(connection, user.Jurisdiction!)), ct);
            var proposed = ProposedCalendar.Of([.. rows.Select(row => row.ToEntry())], draft, clock.GetUtcNow());
            if (proposed.Refusal is { } refusal)
                return refusal;

            var found = await dates.CompareAsync(user.Jurisdiction!, rules with { Calendars = proposed.Value.History }, page.Value.After, page.Value.Limit, ct);
            return new Preview(proposed.Value.Before.Version, proposed.Value.After.Version, proposed.Value.Changes, found);
        }

        /// <summary>A notice that says what is known is not written down again; the open stages are counted all the same, so that it goes on where it was interrupted.</summary>
        public async Task<Result<Imported>> ImportAsync(CalendarDraft draft, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var imported = await writes.RunAsync<Imported>(write, draft, scope => WriteAsync(scope, draft, user), ct);
            await WholeMilliseconds.NextAsync(clock, ct);
            return imported.IsRefused ? imported : imported.Value with { Dates = await dates.RewriteAsync(user.Jurisdiction!, user.Id, ct) };
        }

        private async Task<Result<Imported>> WriteAsync(WriteScope scope, CalendarDraft draft, CurrentUser user)
        {
            // Two imports at once would each be checked without the other; a change of nothing would not be seen within a Galera cluster.
            await scope.ExecuteAsync("update calendar_notices set applied_at = applied_at + 1 where jurisdiction = @Everywhere", new { RuleBook.Everywhere });
            var known = (await CalendarNotices.ListAsync(scope.Connection, user.Jurisdiction!, scope.Transaction)).Select(row => row.ToEntry()).ToList();
            var now = clock.GetUtcNow();
            var proposed = ProposedCalendar.Of(known, draft, now);
            if (proposed.Refusal is { } refusal)
                return refusal;

            var (notice, before, history, changes) = proposed.Value;
            if (changes.Count > 0)
            {
                ReceptionPlanner.PlanLater(scope, user.Jurisdiction!);
                await CalendarNotices.InsertAsync(scope, Ids.New(clock), user.Jurisdiction!, draft.IsRegional, notice, ProposedCalendar.From(known, now), user.Id);
                AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.CalendarChanged, user.Jurisdiction!, user.Id)
                {
                    Object = "calendars",
                    ObjectId = $"{notice.Year}",
                    Details = [new AuditDetail("version", before.Version, history.Latest.Version), new AuditDetail("days", null, changes)],
                });
            }

            return new Imported(notice.Year, draft.IsRegional, before.Version, history.Latest.Version, changes, null);
        }

        private static Item ToItem(CalendarNotices.Row row)
        {
            var notice = row.ToEntry().Notice;
            return new Item(
                row.Id, row.Year, row.Regional, row.Jurisdiction == RuleBook.Everywhere, notice.Sources, GetYear.Days(notice.OffDays), GetYear.Days(notice.MakeupDays),
                row.InForceFrom, row.ImportedBy);
        }
    }
}
