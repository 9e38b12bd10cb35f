using System.Globalization;
using System.Net;
using Dapper;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Lifetime;

/// <summary>Thousands of stages are due at once, as after midnight, and the program dies in the middle of them, again and again.</summary>
public sealed class KilledSweepTests : IDisposable
{
    private const int Copies = 4000;

    // One stage, whose deputy and supervisors are the same for all its copies.
    private const string Like = "z%";

    // In the evening: messages wait for the morning. The sweeps run when the clock is moved.
    private static readonly string[] Start = ["--Sandbox:StartAt", "2026-05-15T21:00:00+08:00", "--Jobs:Enabled", "false"];

    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_stage_is_alerted_once_whenever_the_program_is_killed()
    {
        await (await ServerProcess.StartAsync(_folder, null, Start)).DisposeAsync();
        var recipients = await PlantAsync();
        var (deaths, reached) = (0, 0);
        // Each life gets a little further; killed as soon as it is seen to.
        for (var life = 1; life <= 4; life++)
        {
            await using var server = await ServerProcess.StartAsync(_folder, null, Start);
            var (before, moving) = (reached, MoveClockAsync(server));
            await Poll.UntilAsync(async () => (reached = await CountAsync($"alerts where case_id like '{Like}'")) > before, "The sweep took no stage.", seconds: 60);
            await server.KillAsync();
            await moving;
            deaths += reached < Copies * recipients ? 1 : 0;
        }

        Assert.True(deaths > 0, "It was never killed in the middle.");
        await using (var server = await ServerProcess.StartAsync(_folder, null, Start))
            Assert.True(await MoveClockAsync(server));

        Assert.Equal(Copies, await CountAsync($"stages where case_id like '{Like}' and alert_step = 1 and next_alert_at > 1"));
        // As many for each stage as there are who must hear of it, and no stage without.
        Assert.Equal(Copies * recipients, await CountAsync($"alerts where case_id like '{Like}'"));
        Assert.Equal(Copies, await CountAsync($"(select case_id from alerts where case_id like '{Like}' group by case_id having count(*) = {recipients}) told"));
        Assert.Equal(Copies * recipients, await CountAsync($"alerts a join outbox o on o.dedupe_key = a.dedupe_key where a.case_id like '{Like}'"));
        Assert.Equal(0, await CountAsync("sweep_failures"));
    }

    /// <returns>False when the program ended before it answered.</returns>
    private static async Task<bool> MoveClockAsync(ServerProcess server)
    {
        using var anyone = new ApiClient(server.Address, null);
        try
        {
            (await anyone.AdvanceAsync("PT1M")).Expect(HttpStatusCode.OK);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Copies of a stage that a deputy has, all overdue since this minute.</summary>
    /// <returns>How many people must hear of each.</returns>
    private async Task<int> PlantAsync()
    {
        var database = await TestDatabases.OpenAsync(_folder);
        var (id, deputy, district) = await database.ReadAsync(
            connection => connection.QueryFirstAsync<(string, string, string)>("select id, deputy_id, district from cases where status = 'Received' and jurisdiction = '371311' and deputy_id is not null order by id limit 1"), CancellationToken.None);
        await database.WriteAsync(
            async scope =>
            {
                for (var i = 0; i < Copies; i++)
                {
                    var values = new { id, New = string.Create(CultureInfo.InvariantCulture, $"z{i:D5}") };
                    await scope.ExecuteAsync(CopyCase, values);
                    await scope.ExecuteAsync(CopyStage, values);
                }

                return Copies;
            },
            CancellationToken.None);
        var recipients = await database.ReadAsync(
            connection => connection.QueryFirstAsync<int>(CountRecipients, new { deputy, Town = district[..9] + "000" }), CancellationToken.None);
        await TestDatabases.CloseAsync(database);
        return recipients;
    }

    private async Task<int> CountAsync(string what)
    {
        var database = await TestDatabases.OpenAsync(_folder);
        var count = await database.ReadAsync(connection => connection.QueryFirstAsync<int>($"select count(*) from {what}"), CancellationToken.None);
        await TestDatabases.CloseAsync(database);
        return count;
    }

    private const string CopyCase = """
        insert into cases (id, number, version, status, jurisdiction, station_id, district, category_id, resident_id, deputy_id, title, text, search_text, share_with_agency, is_public,
          content_status, fingerprint, clock_stopped, created_at, updated_at)
        select @New, @New, version, status, jurisdiction, station_id, district, category_id, resident_id, deputy_id, title, text, search_text, share_with_agency, is_public,
          content_status, fingerprint, clock_stopped, created_at, updated_at
        from cases where id = @id
        """;

    private const string CopyStage = """
        insert into stages (case_id, sequence, jurisdiction, kind, round, owner_role, owner_id, started_at, limit_days, paused_days, extension_days, due_on, clock_stopped, provisional, verdict,
          policy_version, calendar_version, alert_step, next_alert_at)
        select @New, sequence, jurisdiction, kind, round, owner_role, owner_id, started_at, limit_days, paused_days, extension_days, '2026-05-14', clock_stopped, provisional, verdict,
          policy_version, calendar_version, 0, 1
        from stages where case_id = @id and ended_at is null
        """;

    private const string CountRecipients = """
        select (select count(*) from users where deputy_id = @deputy and active = 1)
          + (select count(*) from user_roles r join users u on u.id = r.user_id
             where r.jurisdiction = '371311' and r.role = 'Supervisor' and u.supervisor_level = 1 and u.active = 1 and (u.town is null or u.town = @Town))
        """;
}
