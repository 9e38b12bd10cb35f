using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Commands;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Ledger;

/// <summary>One hash a day over all ledgers, which somebody else can keep (docs/operations/check.md).</summary>
public sealed class LedgerRootTests
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    [Fact]
    public async Task Each_day_has_one_root_in_table_and_file_however_many_run_the_sweep()
    {
        await using var server = await TestServer.StartAsync();
        using var anyone = server.Anonymous();
        await anyone.MoveClockAsync(new DateTimeOffset(2026, 5, 17, 0, 9, 0, China));
        Assert.Equal(["2026-05-14", "2026-05-15"], (await LinesAsync(server)).Select(line => line[..10]));

        server.Services.GetRequiredService<MovableClock>().TryMoveTo(new DateTimeOffset(2026, 5, 17, 0, 10, 0, China));
        var sweep = server.Services.GetServices<ISweep>().Single(candidate => candidate.Name == "ledger-root");
        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => sweep.RunAsync(CancellationToken.None))));
        Assert.Equal(1, written.Sum());
        Assert.Equal(0, await sweep.RunAsync(CancellationToken.None));

        var lines = await LinesAsync(server);
        Assert.Equal(["2026-05-14", "2026-05-15", "2026-05-16"], lines.Select(line => line[..10]));
        Assert.Equal(await RowsAsync(server), lines);
    }

    [Fact]
    public async Task A_file_that_lost_lines_is_filled_from_the_table()
    {
        await using var server = await TestServer.StartAsync();
        using var anyone = server.Anonymous();
        await anyone.MoveClockAsync(new DateTimeOffset(2026, 5, 17, 1, 0, 0, China));
        var before = await LinesAsync(server);
        await File.WriteAllTextAsync(FileOf(server), before[0] + "\n", TestContext.Current.CancellationToken);
        await anyone.AdvanceAsync("P1D");
        var rows = await RowsAsync(server);
        Assert.Equal(before.Length + 1, rows.Count);
        Assert.Equal(rows, await LinesAsync(server));
    }

    [Fact]
    public async Task A_root_is_found_again_after_later_events_and_not_after_a_change_of_the_past()
    {
        await using var server = await TestServer.StartAsync();
        using var anyone = server.Anonymous();
        await anyone.MoveClockAsync(new DateTimeOffset(2026, 5, 16, 1, 0, 0, China));
        var deposited = (await LinesAsync(server))[^1];
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        var (exit, said) = await CommandRun.RunAsync(server.Directory, "verify-ledger", "--root", "2026-05-15");
        Assert.True(exit == 0, said);
        Assert.Contains(deposited, said, StringComparison.Ordinal);

        // Somebody who can write to the database, and knows how hashes are made, gives one old case another end.
        await server.Services.GetRequiredService<Database>().WriteAsync(
            scope => scope.ExecuteAsync("update case_events set hash = @hash where sequence = 1 and case_id = (select id from cases where version = 1 and created_at < 1778774400000 order by id limit 1)", new { hash = new string('a', 64) }),
            TestContext.Current.CancellationToken);
        (exit, said) = await CommandRun.RunAsync(server.Directory, "verify-ledger", "--root", "2026-05-15");
        Assert.Equal(1, exit);
        Assert.Contains("FAULT root of 2026-05-15", said, StringComparison.Ordinal);
        Assert.Equal(64, (await CommandRun.RunAsync(server.Directory, "verify-ledger", "--root", "yesterday")).ExitCode);
    }

    /// <summary>Whoever has the owner's account and knows how hashes are made writes the end of a chain anew: no link is broken, and the day's root does not fit.</summary>
    [Fact]
    public async Task An_audit_trail_that_was_written_anew_does_not_fit_the_root_of_its_day()
    {
        await using var server = await TestServer.StartAsync();
        using (var office = await server.AsAsync("committee-1"))
            await office.GetAsync("/api/v1/admin/staff");
        using var anyone = server.Anonymous();
        await anyone.MoveClockAsync(new DateTimeOffset(2026, 5, 16, 1, 0, 0, China));
        var deposited = (await LinesAsync(server))[^1];
        using (var later = await server.AsAsync("committee-1"))
            await later.GetAsync("/api/v1/me");
        var (exit, said) = await CommandRun.RunAsync(server.Directory, "verify-ledger", "--root", "2026-05-15");
        Assert.True(exit == 0 && said.Contains(deposited, StringComparison.Ordinal), said);
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "verify-ledger")).ExitCode);

        await server.Services.GetRequiredService<Database>().WriteAsync(
            async scope =>
            {
                var hash = "";
                foreach (var row in await scope.ListAsync<AuditRow>($"select {AuditRow.Columns} from audit_events where chain = '371311' order by sequence"))
                {
                    var other = row with { MadeBy = "somebody-else", PreviousHash = hash };
                    hash = other.ComputeHash();
                    await scope.ExecuteAsync("update audit_events set made_by = @MadeBy, previous_hash = @PreviousHash, hash = @hash where chain = @Chain and sequence = @Sequence", new { other.MadeBy, other.PreviousHash, hash, other.Chain, other.Sequence });
                }

                return await scope.ExecuteAsync("update audit_heads set hash = @hash where chain = '371311'", new { hash });
            },
            TestContext.Current.CancellationToken);
        (exit, said) = await CommandRun.RunAsync(server.Directory, "verify-ledger");
        Assert.True(exit == 1 && said.Contains("FAULT audit -: the root of 2026-05-15", StringComparison.Ordinal), said);
        Assert.DoesNotContain("was changed", said, StringComparison.Ordinal);
        (exit, said) = await CommandRun.RunAsync(server.Directory, "verify-ledger", "--root", "2026-05-15");
        Assert.True(exit == 1 && said.Contains("FAULT root of the audit trail of 2026-05-15", StringComparison.Ordinal), said);
    }

    private static string FileOf(TestServer server) => Path.Combine(server.Directory, "ledger-roots.txt");

    private static Task<string[]> LinesAsync(TestServer server) => File.ReadAllLinesAsync(FileOf(server), TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<string>> RowsAsync(TestServer server)
    {
        var rows = await server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QueryAsync<(string Day, string Root, int Cases, string AuditRoot)>("select on_day, root, cases, audit_root from ledger_roots order by on_day"),
            TestContext.Current.CancellationToken);
        return [.. rows.Select(row => $"{row.Day} {row.Root} {row.Cases} {row.AuditRoot}")];
    }
}
