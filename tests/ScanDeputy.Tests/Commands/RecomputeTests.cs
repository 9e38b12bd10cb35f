using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Tests.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class RecomputeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_a_command_it_finds_no_difference_in_the_demo_and_a_changed_date_by_its_stage()
    {
        await using var server = await TestServer.StartAsync();
        var (same, said) = await CommandRun.RunAsync(server.Directory, "recompute");
        Assert.True(same == 0, said);
        Assert.Matches("Counted [0-9]+ due dates of 200 cases in .*: no difference", said);

        var database = await TestDatabases.OpenAsync(server.Directory);
        var number = await database.ReadAsync(connection => connection.QueryFirstAsync<string>("select number from cases where status = 'Closed' order by id limit 1"), Ct);
        await database.WriteAsync(
            scope => scope.ExecuteAsync("update stages set due_on = '2030-01-01' where sequence = 1 and case_id = (select id from cases where number = @number)", new { number }), Ct);
        await TestDatabases.CloseAsync(database);

        var (differs, found) = await CommandRun.RunAsync(server.Directory, "recompute");
        Assert.Equal(1, differs);
        Assert.Contains($"DIFFERS {number} stage 1: 2030-01-01", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dates_of_an_older_calendar_are_counted_with_the_one_in_use()
    {
        await using var seeded = await SeededDatabase.SeedAsync(TestServer.UsualStart, Ct);
        await seeded.Database.WriteAsync(scope => scope.ExecuteAsync("update stages set calendar_version = 'older'"), Ct);
        var plain = WorkingCalendar.FromNotices(PublishedNotices.All.Select(notice => notice with { Days = [.. notice.Days.Where(day => day.On.Month != 5)] }));

        Assert.Empty(await DifferencesAsync(seeded, WorkingCalendar.Published));
        Assert.Contains(await DifferencesAsync(seeded, plain), fault => fault is { Stored: { Month: 5 }, Counted: { Month: 4 or 5 } } && fault.Stored != fault.Counted);
    }

    [Fact]
    public async Task A_stage_that_stands_in_no_event_differs()
    {
        await using var seeded = await SeededDatabase.SeedAsync(TestServer.UsualStart, Ct);
        var id = (await seeded.ListAsync<string>("select id from cases where status = 'Received' order by id limit 1"))[0];
        await seeded.Database.WriteAsync(scope => scope.ExecuteAsync("update stages set sequence = 9 where case_id = @id", new { id }), Ct);

        Assert.Equal([1, 9], (await DifferencesAsync(seeded, WorkingCalendar.Published)).Select(fault => fault.Sequence));
    }

    private static async Task<IReadOnlyList<DateFault>> DifferencesAsync(SeededDatabase seeded, WorkingCalendar calendar)
    {
        var faults = new List<DateFault>();
        await new DueDateCheck(seeded.Database, calendar).RunAsync(faults.Add, Ct);
        return faults;
    }
}
