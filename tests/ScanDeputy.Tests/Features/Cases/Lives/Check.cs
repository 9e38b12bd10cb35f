using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Publication;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Domain.Cases;
using ScanDeputy.Tests.Features.Publication;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Lives;

/// <summary>What must hold after each step (handbook §3 to §5), read from the rows and not from the program's answers.</summary>
internal sealed class Check(TestServer server)
{
    private Database Database => server.Services.GetRequiredService<Database>();

    /// <summary>The answer to a move, as the reference has it.</summary>
    public static void Like(ReferenceCase model, CaseView view, DateOnly today)
    {
        var (expected, stage) = (model.Stages[^1], view.Stages[^1]);
        Assert.Equal(
            (model.Status, model.Stages.Count, expected.Kind, expected.Round, expected.Owner, expected.DueOn(), expected.Verdict, expected.IsOverdue(today)),
            (view.Status, view.Stages.Count, stage.Kind, stage.Round, stage.Owner.Id ?? stage.Owner.Role.ToString(), stage.DueOn, stage.Verdict, stage.Overdue));
    }

    /// <summary>One open stage or none, its owner and date; told once when it is late, and not before.</summary>
    public async Task LivesAsync(IReadOnlyList<Life> lives, DateOnly today)
    {
        var ids = lives.Select(life => life.Id).ToList();
        var open = await ListAsync<OpenStage>("select case_id, sequence, kind, round, owner_role, owner_id, due_on from stages where ended_at is null and case_id in @ids", ids);
        var alerts = (await ListAsync<Alert>(
            "select case_id, dedupe_key, recipient_id, at from alerts where case_id in @ids and kind in ('dueSoon', 'overdue', 'escalated')", ids)).ToLookup(alert => alert.CaseId);
        foreach (var life in lives)
        {
            var expected = life.Model.OpenStage;
            var rows = open.Where(stage => stage.CaseId == life.Id).ToList();
            Assert.Equal(
                expected is null ? [] : [(expected.Kind.ToString(), expected.Round, expected.Owner, expected.DueOn())],
                rows.Select(row => (row.Kind, row.Round, row.OwnerId ?? row.OwnerRole, row.DueOn)));
            var told = alerts[life.Id].Select(alert => alert.Parsed()).ToList();
            Assert.Equal(told.Count, told.Distinct().Count());
            Assert.All(told.Where(alert => alert.Step >= 1), alert => Assert.True(alert.DueOn < alert.On, $"{alert} was told before its date."));
            // Of an earlier date, when a later change moved the date of what was late already.
            if (expected?.IsOverdue(today) == true)
                Assert.Contains(told, alert => alert.Sequence == rows[0].Sequence && alert.Step == 1);
        }
    }

    /// <summary>The rates that the public reads are those of all events of all cases.</summary>
    public async Task RatesAsync(string jurisdiction) => Assert.Equal(
        await WholeCount.OfAsync(Database, jurisdiction),
        await Database.ReadAsync(connection => GetPublishedRates.CountAsync(connection, jurisdiction), CancellationToken.None));

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql, IReadOnlyList<string> ids) =>
        (await Database.ReadAsync(connection => connection.QueryAsync<T>(sql, new { ids }), CancellationToken.None)).AsList();

    private sealed record OpenStage
    {
        public string CaseId { get; init; } = "";

        public int Sequence { get; init; }

        public string Kind { get; init; } = "";

        public int Round { get; init; }

        public string OwnerRole { get; init; } = "";

        public string? OwnerId { get; init; }

        public DateOnly DueOn { get; init; }
    }

    private sealed record Alert
    {
        public string CaseId { get; init; } = "";

        public string DedupeKey { get; init; } = "";

        public string RecipientId { get; init; } = "";

        public DateTimeOffset At { get; init; }

        // stage/{case}/{sequence}/{date}/{step}/{recipient}
        public Told Parsed() => DedupeKey.Split('/') is [_, _, var sequence, var dueOn, var step, ..]
            ? new Told(
                int.Parse(sequence, CultureInfo.InvariantCulture), DateOnly.Parse(dueOn, CultureInfo.InvariantCulture), int.Parse(step, CultureInfo.InvariantCulture),
                RecipientId, ChinaTime.DateOf(At))
            : throw new FormatException(DedupeKey);
    }

    private sealed record Told(int Sequence, DateOnly DueOn, int Step, string To, DateOnly On);
}
