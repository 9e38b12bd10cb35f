using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>A stage whose stored date is not what the ledger, the policy and the calendar give now.</summary>
public sealed record DateFault(string Case, int Sequence, DateOnly? Stored, DateOnly? Counted, string? StoredVerdict, string? CountedVerdict);

public sealed record DateTotals(int Cases, int Stages, int Differences);

/// <summary>
/// Counts every due date again, those of ended stages as well, with the calendar that is in use now. Looks at dates alone and trusts the events:
/// the ledger's check proves those. Reads a page of cases at a time, so that the memory does not grow with the years.
/// </summary>
public sealed class DueDateCheck(Database database, RuleBook book)
{
    private const int CasesAtOnce = 500;

    /// <param name="report">Told of each difference as it is found.</param>
    public async Task<DateTotals> RunAsync(Action<DateFault> report, CancellationToken ct)
    {
        var totals = new DateTotals(0, 0, 0);
        var rules = new Dictionary<string, DateRules>(StringComparer.Ordinal);
        var after = "";
        while (true)
        {
            var page = await database.ReadAsync(connection => LoadAsync(connection, after, rules), ct);
            foreach (var row in page.Cases)
            {
                var (stages, differences) = Compare(row, page, rules[row.Jurisdiction], report);
                totals = new DateTotals(totals.Cases + 1, totals.Stages + stages, totals.Differences + differences);
            }

            if (page.Cases.Count < CasesAtOnce)
                return totals;
            after = page.Cases[^1].Id;
        }
    }

    private static (int Stages, int Differences) Compare(CaseLine row, Page page, DateRules rules, Action<DateFault> report)
    {
        var state = CaseHistory.Fold([.. page.Events[row.Id].Select(entry => entry.ToEvent())]);
        var dates = new CaseDates(state, rules);
        var counted = state.Stages.ToDictionary(stage => stage.Sequence, stage => dates.Of(stage));
        var stored = page.Stages[row.Id].ToDictionary(stage => stage.Sequence);
        var differences = 0;
        foreach (var sequence in counted.Keys.Union(stored.Keys).Order())
        {
            var (was, now) = (stored.GetValueOrDefault(sequence), counted.GetValueOrDefault(sequence));
            if (was?.DueOn == now?.DueOn && was?.Verdict == now?.Verdict.ToString())
                continue;

            differences++;
            report(new DateFault(row.Number, sequence, was?.DueOn, now?.DueOn, was?.Verdict, now?.Verdict.ToString()));
        }

        return (counted.Count, differences);
    }

    private async Task<Page> LoadAsync(DbConnection connection, string after, Dictionary<string, DateRules> rules)
    {
        await using var snapshot = await Snapshot.BeginAsync(connection, database.Dialect);
        var cases = (await connection.QueryAsync<CaseLine>(SelectPage, new { after, CasesAtOnce })).AsList();
        foreach (var jurisdiction in cases.Select(row => row.Jurisdiction).Distinct(StringComparer.Ordinal))
            rules[jurisdiction] = await book.LoadAsync(connection, jurisdiction);

        var range = new { From = after, To = cases.Count == 0 ? "" : cases[^1].Id };
        var events = await connection.QueryAsync<CaseEventRow>(SelectEvents, range);
        var stages = await connection.QueryAsync<StageLine>(SelectStages, range);
        return new Page(
            cases, events.ToLookup(entry => entry.CaseId, StringComparer.Ordinal), stages.ToLookup(stage => stage.CaseId, StringComparer.Ordinal));
    }

    private const string SelectPage = "select id, number, jurisdiction from cases where id > @after order by id limit @CasesAtOnce";

    private const string SelectEvents =
        $"select {CaseEventRow.Columns} from case_events where case_id > @From and case_id <= @To order by case_id, sequence";

    private const string SelectStages = "select case_id, sequence, due_on, verdict from stages where case_id > @From and case_id <= @To";

    private sealed record Page(IReadOnlyList<CaseLine> Cases, ILookup<string, CaseEventRow> Events, ILookup<string, StageLine> Stages);

    private sealed record CaseLine
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Jurisdiction { get; init; } = "";
    }

    private sealed record StageLine
    {
        public string CaseId { get; init; } = "";

        public int Sequence { get; init; }

        public DateOnly DueOn { get; init; }

        public string Verdict { get; init; } = "";
    }
}
