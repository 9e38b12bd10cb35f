using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Tests.Harness;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>What must be true of the database and of the phones after whatever happened.</summary>
internal sealed class Aftermath(ProductionCluster cluster, MySqlDatabase database)
{
    private readonly AlertLadder _ladder = new(WorkingCalendar.Published);

    /// <summary>Each acknowledged report is there, and none twice; each acknowledged move is in its case's ledger.</summary>
    public async Task CheckPromisesAsync(MixedLoad load)
    {
        Assert.True(load.Book.Wrong.IsEmpty, string.Join('\n', load.Book.Wrong.Take(20)));
        var cases = await ListAsync<(string Id, int Version)>("select id, version from cases where resident_id in @ResidentIds", new { load.ResidentIds });
        Assert.Empty(load.Book.Submitted.Values.Except(cases.Select(row => row.Id), StringComparer.Ordinal));
        Assert.Equal(load.Book.Submitted.Count, cases.Count);
        var versions = cases.ToDictionary(row => row.Id, row => row.Version, StringComparer.Ordinal);
        Assert.DoesNotContain(load.Book.Versions, promised => versions[promised.Key] < promised.Value);
    }

    /// <summary>Every chain verifies, every row says what its ledger says, and a case has one open stage exactly when its ledger has one.</summary>
    public async Task CheckLedgersAsync()
    {
        var rows = await ListAsync<CaseNow>("select id, version, status, stage_kind from cases");
        var open = (await ListAsync<(string CaseId, string Kind)>("select case_id, kind from stages where ended_at is null")).ToLookup(row => row.CaseId, row => row.Kind);
        foreach (var row in rows)
        {
            var file = await database.ReadAsync(connection => CaseFile.LoadAsync(connection, row.Id), CancellationToken.None);
            Assert.Null(LedgerChain.FirstFault(row.Id, file!.Events, row.Version));
            Assert.Equal(file.State.Status.ToString(), row.Status);
            Assert.Equal(file.State.OpenStage?.Kind.ToString(), row.StageKind);
            Assert.Equal(row.StageKind is null ? [] : [row.StageKind], open[row.Id]);
        }
    }

    /// <returns>Which step of its ladder each open stage had come to, by case and sequence.</returns>
    public async Task<IReadOnlyDictionary<(string CaseId, int Sequence), StageNow>> StepsAsync() => (await ListAsync<StageNow>(SelectStages))
        .ToDictionary(stage => (stage.CaseId, stage.Sequence));

    /// <summary>Each step that was taken has told each of those it concerns, once.</summary>
    /// <returns>How many alerts were due.</returns>
    public async Task<int> CheckAlertsAsync(IReadOnlyDictionary<(string CaseId, int Sequence), StageNow> before)
    {
        var expected = new List<string>();
        foreach (var (place, now) in await StepsAsync())
        {
            if (!before.TryGetValue(place, out var then))
                continue;
            foreach (var step in await StepsAsync(now, then.AlertStep))
            {
                foreach (var recipient in await RecipientsAsync(now, step))
                    expected.Add($"stage/{now.CaseId}/{now.Sequence}/{Columns.Text(now.DueOn)}/{step.Index}/{recipient}");
            }
        }

        var written = (await ListAsync<string>("select dedupe_key from alerts")).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(expected, key => !written.Contains(key));
        Assert.Empty(await ListAsync<string>("select a.dedupe_key from alerts a left join outbox o on o.dedupe_key = a.dedupe_key where o.id is null and a.dedupe_key in @expected", new { expected }));
        return expected.Count;
    }

    /// <summary>The phones show each message that was sent once; one whose sending is in doubt, once or not at all.</summary>
    /// <returns>How many are in doubt.</returns>
    public async Task<int> CheckMessagesAsync()
    {
        var crypto = new PersonalData(KeyRing.Open(cluster.Seed.KeysFile));
        var templates = new NoticeTemplates { Progress = ProductionCluster.ProgressTemplate, Work = ProductionCluster.WorkTemplate };
        var rows = (await ListAsync<OutboxNow>(SelectOutbox)).Where(row => row.OpenidEncrypted is not null).Select(row => (
            Card: CardOf(WeChatNotice.Compose(JsonSerializer.Deserialize<OutgoingNotice>(row.Payload, ApiJson.Options)!, crypto.Decrypt(PersonalDataPurpose.OpenId, row.OpenidEncrypted!), templates)!),
            row.Status)).ToLookup(row => row.Card, row => row.Status, StringComparer.Ordinal);
        var shown = cluster.WeChat.Control.Messages().CountBy(CardOf, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Assert.DoesNotContain(shown.Keys, card => !rows.Contains(card));
        foreach (var card in rows)
        {
            var (sent, doubtful) = (card.Count(status => status == "sent"), card.Count(status => status == "doubtful"));
            Assert.True(
                shown.GetValueOrDefault(card.Key) is var times && times >= sent && times <= sent + doubtful,
                $"{card.Key} was shown {shown.GetValueOrDefault(card.Key)} times; the outbox has {string.Join(", ", card)}.");
        }

        return rows.Sum(card => card.Count(status => status == "doubtful"));
    }

    private async Task<IReadOnlyList<AlertStep>> StepsAsync(StageNow stage, int after)
    {
        var policies = await database.ReadAsync(connection => Policies.LoadAsync(connection, stage.Jurisdiction), CancellationToken.None);
        var steps = _ladder.StepsOf(stage.DueOn, stage.StartedAt, policies.At(stage.StartedAt));
        return [.. steps.Where(step => step.Index > after && step.Index <= stage.AlertStep)];
    }

    private Task<IReadOnlyList<string>> RecipientsAsync(StageNow stage, AlertStep step) => database.WriteAsync<IReadOnlyList<string>>(
        async scope =>
        {
            var owners = step.Kind == AlertKind.Escalated ? [] : await StageOwnerAccounts.FindAsync(scope, stage.Jurisdiction, stage.District, Enum.Parse<Role>(stage.OwnerRole), stage.OwnerId);
            return [.. owners.Select(owner => owner.Id).Union(await scope.ListAsync<string>(SelectSupervisors, new { stage.Jurisdiction, step.Level, Town = stage.District[..9] + "000" }), StringComparer.Ordinal)];
        },
        CancellationToken.None);

    private static string CardOf(WeChatMessage message) =>
        $"{message.OpenId} {message.TemplateId} {message.Page} {message.Data["thing2"]} {message.Data["time3"]}";

    private static string CardOf(SandboxMessage message) =>
        $"{message.OpenId} {message.TemplateId} {message.Page} {message.Fields.Single(field => field.Key == "thing2").Value} {message.Fields.Single(field => field.Key == "time3").Value}";

    private async Task<List<T>> ListAsync<T>(string sql, object? parameters = null) =>
        (await database.ReadAsync(connection => connection.QueryAsync<T>(sql, parameters), CancellationToken.None)).AsList();

    private const string SelectStages = """
        select g.case_id, g.sequence, g.jurisdiction, k.district, g.owner_role, g.owner_id, g.started_at, g.due_on, g.alert_step
        from stages g join cases k on k.id = g.case_id where g.ended_at is null
        """;

    private const string SelectOutbox = "select o.payload, o.status, u.openid_encrypted from outbox o join users u on u.id = o.recipient_id";

    private const string SelectSupervisors = """
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @Jurisdiction and r.role = 'Supervisor' and u.supervisor_level = @Level and u.active = 1 and (u.town is null or u.town = @Town)
        """;

    internal sealed record StageNow
    {
        public string CaseId { get; init; } = "";

        public int Sequence { get; init; }

        public string Jurisdiction { get; init; } = "";

        public string District { get; init; } = "";

        public string OwnerRole { get; init; } = "";

        public string? OwnerId { get; init; }

        public DateTimeOffset StartedAt { get; init; }

        public DateOnly DueOn { get; init; }

        public int AlertStep { get; init; }
    }

    private sealed record CaseNow
    {
        public string Id { get; init; } = "";

        public int Version { get; init; }

        public string Status { get; init; } = "";

        public string? StageKind { get; init; }
    }

    private sealed record OutboxNow
    {
        public string Payload { get; init; } = "";

        public string Status { get; init; } = "";

        public string? OpenidEncrypted { get; init; }
    }
}
