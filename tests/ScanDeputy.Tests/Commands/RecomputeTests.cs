using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Features.Rules;
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
    public async Task A_later_notice_moves_what_is_open_and_leaves_what_has_ended()
    {
        await using var seeded = await SeededDatabase.SeedAsync(TestServer.UsualStart, Ct);
        var now = seeded.Clock.GetUtcNow();
        var tomorrow = ChinaTime.DateOf(now).AddDays(1);
        var known = PublishedNotices.All.Single(notice => notice.Year == tomorrow.Year);
        var longer = known with { Days = [.. known.Days.Concat(Enumerable.Range(0, 20).Select(i => new NoticeDay(tomorrow.AddDays(i), "长假", true))).DistinctBy(day => day.On)] };
        Assert.Empty(await DifferencesAsync(seeded));

        await seeded.Database.WriteAsync(scope => CalendarNotices.InsertAsync(scope, "later", "371311", false, longer, now, "test"), Ct);

        var faults = await DifferencesAsync(seeded);
        var open = (await seeded.ListAsync<string>("select k.number from cases k join stages g on g.case_id = k.id where g.ended_at is null and k.jurisdiction = '371311'")).ToHashSet();
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Contains(fault.Case, open));
        Assert.Contains(faults, fault => fault.Counted > fault.Stored);
    }

    [Fact]
    public async Task A_stage_that_stands_in_no_event_differs()
    {
        await using var seeded = await SeededDatabase.SeedAsync(TestServer.UsualStart, Ct);
        var id = (await seeded.ListAsync<string>("select id from cases where status = 'Received' order by id limit 1"))[0];
        await seeded.Database.WriteAsync(scope => scope.ExecuteAsync("update stages set sequence = 9 where case_id = @id", new { id }), Ct);

        Assert.Equal([1, 9], (await DifferencesAsync(seeded)).Select(fault => fault.Sequence));
    }

    private static async Task<IReadOnlyList<DateFault>> DifferencesAsync(SeededDatabase seeded)
    {
        var faults = new List<DateFault>();
        await new DueDateCheck(seeded.Database, new RuleBook()).RunAsync(faults.Add, Ct);
        return faults;
    }
}
