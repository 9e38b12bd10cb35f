using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Platform.Database;
using Xunit;

namespace ScanDeputy.Tests.Demo;

public class DemoDataTests
{
    // An ordinary working day, a working day's first minute, a Saturday, holidays, a make-up Sunday, the calendar's ends.
    public static TheoryData<string> Starts =>
    [
        "2026-11-20T09:30:00+08:00", "2026-11-20T18:45:00+08:00", "2026-11-21T00:00:00+08:00", "2024-02-12T15:00:00+08:00", "2021-06-01T10:00:00+08:00",
        "2020-02-02T23:59:59+08:00", "2020-10-08T12:00:00+08:00", "2023-01-28T11:00:00+08:00", "2020-01-01T00:00:00+08:00", "2026-12-31T16:00:00+08:00",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Every_start_has_200_whole_cases_in_every_status_before_it(string start)
    {
        var now = At(start);
        await using var seeded = await SeededDatabase.SeedAsync(now, Ct);

        var files = await LoadAsync(seeded);
        Assert.Equal(200, files.Count);
        Assert.Equal(Enum.GetValues<CaseStatus>(), files.Select(file => file.State.Status).Distinct().Order());
        Assert.All(files, file =>
        {
            Assert.Null(LedgerChain.FirstFault(file.State.Id, file.Events, file.State.Version));
            Assert.All(file.Events, entry => Assert.True(entry.At <= now));
            Assert.All(file.Events.Zip(file.Events.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At));
            Assert.InRange(file.Row.Text.EnumerateRunes().Count(), 30, 200);
            Assert.InRange(file.Row.Title.EnumerateRunes().Count(), 1, 50);
            Assert.Equal(Receipts.Fingerprint(file.Row.ReceiptNonce, file.Row.Title, file.Row.Text, []), ((ScanDeputy.Domain.Cases.Moves.Submitted)file.Events[0].Fact).Fingerprint);
        });
        Assert.Equal(files.Select(file => file.Row.Number), files.OrderBy(file => file.Row.CreatedAt).Select(file => file.Row.Number));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Every_start_has_eleven_late_cases_some_due_soon_and_no_answer_that_a_sweep_should_have_closed(string start)
    {
        var now = At(start);
        var today = ChinaTime.DateOf(now);
        await using var seeded = await SeededDatabase.SeedAsync(now, Ct);

        var due = (await seeded.ListAsync<string>("select due_on from cases where due_on is not null")).Select(DateOnly.Parse).ToList();
        Assert.Equal(11, due.Count(on => on < today));
        Assert.True(due.Count(on => on >= today && WorkingCalendar.Published.CountBetween(today, on) <= 2) >= 10);
        Assert.True(due.Count(on => WorkingCalendar.Published.CountBetween(today, on) > 2) >= 10);
        Assert.Equal(0, await seeded.ValueAsync<long>("select count(*) from cases where expires_on < @today and status <> 'Evaluated'", new { today = Columns.Text(today) }));
        Assert.True(await seeded.ValueAsync<long>("select count(*) from stages where next_alert_at <= @now", new { now }) >= 11);
    }

    [Fact]
    public async Task Open_case_has_exactly_one_open_stage_as_its_row_says()
    {
        await using var seeded = await SeededDatabase.SeedAsync(At("2026-11-20T09:30:00+08:00"), Ct);

        var files = await LoadAsync(seeded);
        foreach (var (row, state) in files.Select(file => (file.Row, file.State)))
        {
            var open = await seeded.ListAsync<string>("select due_on from stages where case_id = @Id and ended_at is null", new { row.Id });
            var expected = state.Status is CaseStatus.Received or CaseStatus.Adopted or CaseStatus.HandedOver or CaseStatus.Assigned or CaseStatus.Handling
                || (state.Status is CaseStatus.Replied or CaseStatus.Evaluated && state is { Reply: not null, Verdict: null });
            Assert.Equal(expected ? 1 : 0, open.Count);
            if (expected)
            {
                var dueOn = Columns.Text(new CaseDates(state, DateRules.Default).Of(state.OpenStage!).DueOn);
                Assert.Equal(dueOn, open[0]);
                Assert.Equal(dueOn, await seeded.ValueAsync<string>("select due_on from cases where id = @Id", new { row.Id }));
            }
        }
    }

    [Fact]
    public async Task Next_number_goes_on_after_the_last_one()
    {
        await using var seeded = await SeededDatabase.SeedAsync(At("2026-11-20T09:30:00+08:00"), Ct);
        using var numbers = new CaseNumbers(seeded.Database);

        Assert.Equal("LZ-2026-000200", await seeded.ValueAsync<string>("select max(number) from cases"));
        Assert.Equal("LZ-2026-000201", await numbers.NextAsync("LZ", 2026, Ct));
    }

    [Fact]
    public async Task Second_start_changes_nothing()
    {
        await using var seeded = await SeededDatabase.SeedAsync(At("2026-11-20T09:30:00+08:00"), Ct);
        var before = await CountsAsync(seeded);

        await seeded.Demo().SeedAsync(Ct);

        Assert.Equal(before, await CountsAsync(seeded));
    }

    [Fact]
    public async Task Two_seeds_differ_in_random_ids_alone()
    {
        const string Story = "select number || title || text || status || coalesce(due_on, '') || created_at from cases order by number";
        await using var one = await SeededDatabase.SeedAsync(At("2026-11-20T09:30:00+08:00"), Ct);
        await using var other = await SeededDatabase.SeedAsync(At("2026-11-20T09:30:00+08:00"), Ct);

        Assert.Equal(await one.ListAsync<string>(Story), await other.ListAsync<string>(Story));
        const string Codes = "select code from station_codes order by code";
        Assert.Equal(await one.ListAsync<string>(Codes), await other.ListAsync<string>(Codes));
    }

    [Fact]
    public async Task Interrupted_start_leaves_an_empty_database()
    {
        await using var seeded = await SeededDatabase.EmptyAsync(At("2026-11-20T09:30:00+08:00"));
        await seeded.Database.WriteAsync(scope => scope.ExecuteAsync("drop table number_blocks"), Ct);

        await Assert.ThrowsAnyAsync<Exception>(() => seeded.Demo().SeedAsync(Ct));

        Assert.All(await CountsAsync(seeded), count => Assert.EndsWith(": 0", count, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Production_is_refused()
    {
        await using var seeded = await SeededDatabase.EmptyAsync(At("2026-11-20T09:30:00+08:00"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => seeded.Demo("Production").SeedAsync(Ct));

        Assert.All(await CountsAsync(seeded), count => Assert.EndsWith(": 0", count, StringComparison.Ordinal));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);

    private static async Task<IReadOnlyList<CaseFile>> LoadAsync(SeededDatabase seeded)
    {
        var files = new List<CaseFile>();
        foreach (var id in await seeded.ListAsync<string>("select id from cases order by id"))
            files.Add((await seeded.Database.ReadAsync(connection => CaseFile.LoadAsync(connection, id), Ct))!);
        return files;
    }

    private static async Task<IReadOnlyList<string>> CountsAsync(SeededDatabase seeded)
    {
        string[] tables = ["jurisdictions", "districts", "stations", "station_codes", "deputies", "station_deputies", "reception_days", "categories",
            "agencies", "agency_rules", "users", "user_roles", "cases", "case_events", "stages", "case_agencies", "case_waits", "case_followers", "alerts", "outbox"];
        var counts = new List<string>();
        foreach (var table in tables)
            counts.Add($"{table}: {await seeded.ValueAsync<long>($"select count(*) from {table}")}");
        return counts;
    }
}
