using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs.Poisoned;

/// <summary>One row that cannot be handled does not stop a sweep: it fails alone, is tried again from a written list, then parked where people see it.</summary>
public sealed class PoisonedRowTests
{
    private static readonly IReadOnlyList<Poison> Poisons = [.. CasePoisons.All, .. OtherPoisons.All];

    // Each has one thing to do, behind which nothing waits.
    private static readonly string[] WithoutRows = ["heartbeat", "ledger-root"];

    public static TheoryData<string> Sweeps => [.. Poisons.Select(poison => poison.Sweep)];

    [Fact]
    public async Task Every_sweep_there_is_has_its_poisoned_row()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(
            server.Services.GetServices<ISweep>().Select(sweep => sweep.Name).Order(StringComparer.Ordinal),
            Poisons.Select(poison => poison.Sweep).Concat(WithoutRows).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sweeps))]
    public async Task A_row_that_cannot_be_handled_fails_alone_is_tried_again_then_parked_and_shown(string sweep)
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectLog($"Sweep {sweep} could not handle row");
        server.ExpectLog("Watchdog: ");
        using var anyone = server.Anonymous();
        (await anyone.AdvanceAsync("PT1M")).Expect(HttpStatusCode.OK);
        using var world = new PoisonedWorld(server);
        var planted = await Poisons.Single(poison => poison.Sweep == sweep).PlantAsync(world);

        await world.RunAsync(sweep);
        Assert.True(await planted.IsOtherDone(), "The row behind was not handled.");
        await ExpectIntervalsAsync(world, sweep);
        Assert.False(await planted.IsDone());

        await ExpectShownAsync(world, sweep, planted.Jurisdiction);
        await planted.HealAsync();
        await RetryAsync(world, sweep, planted.Jurisdiction);
        await world.RunAsync(sweep);
        Assert.True(await planted.IsDone(), "The row was not handled when nothing was in its way any more.");
        Assert.Null(await world.FailureAsync(sweep));
    }

    /// <summary>It is left alone until its next attempt, however often the sweep runs; after the last one for good.</summary>
    private static async Task ExpectIntervalsAsync(PoisonedWorld world, string sweep)
    {
        for (var attempt = 1; attempt <= RowFailures.Waits.Count; attempt++)
        {
            var failure = (await world.FailureAsync(sweep))!;
            Assert.Equal(attempt, failure.Attempts);
            ExpectIn(world.LastRun, failure.NextAttemptAt - RowFailures.Waits[attempt - 1]);
            world.MoveTo(failure.NextAttemptAt!.Value.AddSeconds(-30));
            await world.RunAsync(sweep);
            Assert.Equal(failure, await world.FailureAsync(sweep));
            world.MoveTo(failure.NextAttemptAt.Value);
            await world.RunAsync(sweep);
        }

        var parked = (await world.FailureAsync(sweep))!;
        Assert.Equal((RowFailures.Waits.Count + 1, (DateTimeOffset?)null), (parked.Attempts, parked.NextAttemptAt));
        ExpectIn(world.LastRun, parked.ParkedAt);
        world.MoveTo(world.Now.AddMinutes(30));
        await world.RunAsync(sweep);
        Assert.Equal(parked, await world.FailureAsync(sweep));
        Assert.DoesNotContain("139", parked.Error, StringComparison.Ordinal);
        Assert.Equal([.. Enumerable.Repeat($"{sweep} again", RowFailures.Waits.Count), $"{sweep} parked"], world.Counted);
    }

    /// <summary>Columns hold whole milliseconds.</summary>
    private static void ExpectIn((DateTimeOffset From, DateTimeOffset To) run, DateTimeOffset? instant) =>
        Assert.InRange(instant!.Value, run.From.AddMilliseconds(-1), run.To);

    private static async Task ExpectShownAsync(PoisonedWorld world, string sweep, string? jurisdiction)
    {
        var failure = (await world.FailureAsync(sweep))!;
        foreach (var (persona, county) in Administrators)
        {
            using var administrator = await world.Server.AsAsync(persona);
            var listed = (await administrator.GetAsync("/api/v1/admin/parked?limit=100")).Expect(HttpStatusCode.OK);
            var item = listed["items"].AsArray().SingleOrDefault(item => (string)item!["id"]! == failure.Id);
            Assert.Equal(jurisdiction is null || jurisdiction == county, item is not null);
            if (item is not null)
                Assert.Equal((sweep, failure.RowKey, failure.Attempts, failure.Error), ((string)item["sweep"]!, (string)item["key"]!, (int)item["attempts"]!, (string)item["error"]!));
        }

        var values = await world.Server.Services.GetServices<IDatabaseGauges>().OfType<RowFailureGauges>().Single().ReadAsync(CancellationToken.None);
        Assert.Equal(1, values.Single(value => value.Labels.Select(label => (string)label.Value!).SequenceEqual([sweep, "parked"])).Value);
        Assert.Equal(0, values.Single(value => value.Labels.Select(label => (string)label.Value!).SequenceEqual([sweep, "waiting"])).Value);
    }

    private static async Task RetryAsync(PoisonedWorld world, string sweep, string? jurisdiction)
    {
        var id = (await world.FailureAsync(sweep))!.Id;
        if (jurisdiction is not null)
        {
            using var other = await world.Server.AsAsync(Administrators.Single(one => one.County != jurisdiction).Persona);
            (await other.PostAsync($"/api/v1/admin/parked/{id}/retry")).Expect(HttpStatusCode.NotFound);
        }

        using var administrator = await world.Server.AsAsync(Administrators.First(one => jurisdiction is null || one.County == jurisdiction).Persona);
        (await administrator.PostAsync($"/api/v1/admin/parked/{id}/retry")).Expect(HttpStatusCode.NoContent);
    }

    private static readonly (string Persona, string County)[] Administrators = [("admin-1", "371311"), ("admin-2", "371302")];
}
