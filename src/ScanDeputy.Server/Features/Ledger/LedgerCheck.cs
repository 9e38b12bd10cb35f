using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Ledger;

/// <param name="Case">Its number; its id where no row has the number.</param>
public sealed record LedgerFault(string Case, string Text);

public sealed record LedgerTotals(int Cases, int Events, int Faults, int DatesOfAnotherCalendar);

/// <summary>
/// Recomputes every case from its events: the chain of hashes, then everything that was written beside it and follows from it. Reads a
/// page of cases at a time, each page as it is at one instant, so that people may go on working and the memory stays small.
/// </summary>
public sealed class LedgerCheck(Database database, RuleBook book)
{
    private const int CasesAtOnce = 200;

    /// <param name="number">One case only; null for all.</param>
    /// <param name="report">Told of each fault as it is found.</param>
    /// <returns>Null when there is no case of that number.</returns>
    public async Task<LedgerTotals?> RunAsync(string? number, Action<LedgerFault> report, CancellationToken ct)
    {
        var totals = new LedgerTotals(0, 0, 0, 0);
        var rules = new Dictionary<string, DateRules>(StringComparer.Ordinal);
        var after = "";
        while (true)
        {
            var page = await database.ReadAsync(connection => LoadAsync(connection, number, after, rules), ct);
            if (number is not null && page.Cases.Count == 0)
                return null;

            totals = page.Cases.Aggregate(totals, (sum, row) => Check(row, page, rules[row.Jurisdiction], report, sum));
            foreach (var stray in page.Strays)
                report(new LedgerFault(stray, "has events but no case."));
            totals = totals with { Events = totals.Events + page.EventCount, Faults = totals.Faults + page.Strays.Count };
            if (number is not null || page.Cases.Count < CasesAtOnce)
                return totals;
            after = page.Cases[^1].Id;
        }
    }

    private static LedgerTotals Check(LedgerCaseRow row, Page page, DateRules rules, Action<LedgerFault> report, LedgerTotals sum)
    {
        sum = sum with { Cases = sum.Cases + 1 };
        var rows = page.Events[row.Id].ToList();
        if (FirstFault(row, rows) is { } sequence)
        {
            report(new LedgerFault(row.Number, $"the chain is broken at event {sequence} of {Math.Max(rows.Count, row.Version)}."));
            return sum with { Faults = sum.Faults + 1 };
        }

        var differences = new LedgerComparison(rules).Differences(
            CaseHistory.Fold([.. rows.Select(entry => entry.ToEvent())]), row, [.. page.Stages[row.Id]], [.. page.Agencies[row.Id]], [.. page.Waits[row.Id]], [.. page.CoSigners[row.Id]], out var otherCalendar);
        if (differences.Count > 0)
            report(new LedgerFault(row.Number, $"does not follow from its events: {string.Join("; ", differences)}."));
        return sum with
        {
            Faults = sum.Faults + (differences.Count > 0 ? 1 : 0),
            DatesOfAnotherCalendar = sum.DatesOfAnotherCalendar + (otherCalendar ? 1 : 0),
        };
    }

    private static int? FirstFault(LedgerCaseRow row, List<CaseEventRow> rows)
    {
        var readable = rows.Select(entry => entry.ToEventOrNull()).TakeWhile(entry => entry is not null).Select(entry => entry!).ToList();
        if (readable.Count < rows.Count || rows.Count == 0)
            return LedgerChain.FirstFault(row.Id, readable) ?? readable.Count + 1;
        return LedgerChain.FirstFault(row.Id, readable, row.Version);
    }

    private async Task<Page> LoadAsync(DbConnection connection, string? number, string after, Dictionary<string, DateRules> rules)
    {
        await using var snapshot = await Snapshot.BeginAsync(connection, database.Dialect);
        var cases = (await connection.QueryAsync<LedgerCaseRow>(number is null ? SelectPage : SelectOne, new { Number = number is null ? null : CaseNumbers.AsIssued(number), after, CasesAtOnce })).AsList();
        foreach (var jurisdiction in cases.Select(row => row.Jurisdiction).Distinct(StringComparer.Ordinal))
            rules[jurisdiction] = await book.LoadAsync(connection, jurisdiction);

        // The last page reads to the end, so that events behind the last case are seen as well.
        var whole = number is null && cases.Count < CasesAtOnce;
        var range = new { From = number is null ? after : cases.FirstOrDefault()?.Id ?? "", To = whole ? "~" : cases.LastOrDefault()?.Id ?? "" };
        var bounds = number is null ? "case_id > @From and case_id <= @To" : "case_id = @From";
        var events = (await connection.QueryAsync<CaseEventRow>($"select {CaseEventRow.Columns} from case_events where {bounds} order by case_id, sequence", range)).AsList();
        var stages = await connection.QueryAsync<LedgerStageRow>($"select {LedgerStageRow.Columns} from stages where {bounds} order by case_id, sequence", range);
        var agencies = await connection.QueryAsync<LedgerAgencyRow>($"select case_id, agency_id, is_lead, status from case_agencies where {bounds}", range);
        var waits = await connection.QueryAsync<LedgerWaitRow>(
            $"select case_id, kind, role, owner_id, since_at, due_on, place from case_waits where kind <> '{WaitKind.Content}' and {bounds}", range);
        var coSigners = await connection.QueryAsync<LedgerCoSignerRow>($"select case_id, deputy_id, standing from case_co_signers where {bounds}", range);
        var known = cases.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return new Page(
            cases, events.ToLookup(entry => entry.CaseId, StringComparer.Ordinal), stages.ToLookup(stage => stage.CaseId, StringComparer.Ordinal),
            agencies.ToLookup(agency => agency.CaseId, StringComparer.Ordinal), waits.ToLookup(wait => wait.CaseId, StringComparer.Ordinal),
            coSigners.ToLookup(one => one.CaseId, StringComparer.Ordinal), events.Count,
            [.. events.Select(entry => entry.CaseId).Distinct(StringComparer.Ordinal).Where(id => !known.Contains(id))]);
    }

    private const string SelectPage = $"select {LedgerCaseRow.Columns} from cases where id > @after order by id limit @CasesAtOnce";

    private const string SelectOne = $"select {LedgerCaseRow.Columns} from cases where number = @Number";

    /// <param name="Strays">Cases that have events but no row.</param>
    private sealed record Page(
        IReadOnlyList<LedgerCaseRow> Cases, ILookup<string, CaseEventRow> Events, ILookup<string, LedgerStageRow> Stages,
        ILookup<string, LedgerAgencyRow> Agencies, ILookup<string, LedgerWaitRow> Waits, ILookup<string, LedgerCoSignerRow> CoSigners, int EventCount, IReadOnlyList<string> Strays);
}
