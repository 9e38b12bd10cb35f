using Dapper;
using ScanDeputy.Server.Features.Ledger;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Tests.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class VerifyLedgerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_a_command_it_finds_the_demo_whole_and_a_tampered_event_by_its_place()
    {
        await using var server = await TestServer.StartAsync();
        var (whole, said) = await CommandRun.RunAsync(server.Directory, "verify-ledger");
        Assert.True(whole == 0, said);
        Assert.Contains("all whole", said, StringComparison.Ordinal);

        var database = await TestDatabases.OpenAsync(server.Directory);
        var number = await database.ReadAsync(connection => connection.QueryFirstAsync<string>("select number from cases where status = 'Closed' order by id limit 1"), Ct);
        await database.WriteAsync(
            scope => scope.ExecuteAsync("update case_events set actor_id = 'somebody' where sequence = 2 and case_id = (select id from cases where number = @number)", new { number }), Ct);
        await TestDatabases.CloseAsync(database);

        var (broken, found) = await CommandRun.RunAsync(server.Directory, "verify-ledger");
        Assert.Equal(1, broken);
        Assert.Contains($"FAULT {number}: the chain is broken at event 2 of", found, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.RunAsync(server.Directory, "verify-ledger", "--case", number)).ExitCode);
        Assert.Equal(1, (await CommandRun.RunAsync(server.Directory, "verify-ledger", "--case", "XX-2026-000001")).ExitCode);
    }

    [Theory]
    [InlineData("update case_events set data = replace(data, '\"', '''') where case_id = @id and sequence = 3", "broken at event 3")]
    [InlineData("update case_events set actor_role = 'Nobody' where case_id = @id and sequence = 2", "broken at event 2")]
    [InlineData("update case_events set at = at + 1 where case_id = @id and sequence = 1", "broken at event 1")]
    [InlineData("update case_events set hashed_by = 'SM3' where case_id = @id and sequence = 2", "broken at event 2")]
    [InlineData("delete from case_events where case_id = @id and sequence = 2", "broken at event 2")]
    [InlineData("delete from case_events where case_id = @id and sequence = (select version from cases where id = @id)", "broken at event")]
    [InlineData("update cases set version = version + 1 where id = @id", "broken at event")]
    [InlineData("update cases set status = 'Merged' where id = @id", "status is Merged, should be Handling")]
    [InlineData("update cases set waiting_id = null where id = @id", "waiting_id is nothing")]
    [InlineData("update cases set town = '371311009000' where id = @id", "town is 371311009000")]
    [InlineData("update cases set open_stage = 9 where id = @id", "open_stage is 9")]
    [InlineData("update case_agencies set status = 'Closed' where case_id = @id", "agencies")]
    [InlineData("update cases set due_on = '2030-01-01' where id = @id", "due_on is 2030-01-01")]
    [InlineData("update stages set due_on = '2030-01-01' where case_id = @id and sequence = 2", "stage 2 due_on is 2030-01-01")]
    [InlineData("update stages set verdict = 'Late' where case_id = @id and sequence = 1", "stage 1 verdict is Late")]
    [InlineData("delete from stages where case_id = @id and sequence = 1", "stage 1 is missing")]
    [InlineData("delete from case_waits where case_id = @id and kind = 'Stage'", "waits")]
    [InlineData("update case_waits set due_on = '2030-01-01' where case_id = @id and kind = 'Stage'", "waits")]
    [InlineData("update case_agencies set is_lead = 0 where case_id = @id", "agencies")]
    public async Task Each_kind_of_tampering_is_found_and_nothing_else(string tampering, string words)
    {
        await using var seeded = await SeededDatabase.SeedAsync(TestServer.UsualStart, Ct);
        Assert.Empty(await FaultsAsync(seeded));

        var (id, number) = (await seeded.ListAsync<(string, string)>(
            "select k.id, k.number from cases k where k.status = 'Handling' and not exists (select 1 from stages g where g.case_id = k.id and g.verdict = 'Late') order by k.id limit 1"))[0];
        var changed = await seeded.Database.WriteAsync(scope => scope.ExecuteAsync(tampering, new { id }), Ct);
        Assert.True(changed > 0);
        var fault = Assert.Single(await FaultsAsync(seeded));
        Assert.Equal(number, fault.Case);
        Assert.Contains(words, fault.Text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<LedgerFault>> FaultsAsync(SeededDatabase seeded)
    {
        var faults = new List<LedgerFault>();
        await new LedgerCheck(seeded.Database, new RuleBook()).RunAsync(null, faults.Add, Ct);
        return faults;
    }
}
