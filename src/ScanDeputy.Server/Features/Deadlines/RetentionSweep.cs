using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// Erases what is personal of a case that ended as many years ago as its category keeps it (个人信息保护法, article 19): the same as is erased for somebody who
/// gives their account up. The case, its dates and its ledger stay. Several may run it: the row's mark lets one of them through.
/// </summary>
public sealed class RetentionSweep(Database database, DueRows rows, RuleBook book, IEnumerable<IPersonalRecords> slices, TimeProvider clock) : ISweep
{
    private const string Retention = "retention";

    private static readonly DueQuery Due = new(new RowSource(Retention, CaseOrigin.OfAsync), SelectDue) { AtOnce = 20 };

    public string Name => Retention;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task<int> RunAsync(CancellationToken ct) =>
        rows.TakeAllAsync(Due, (due, token) => database.WriteAsync(scope => EraseAsync(scope, due), token), ct);

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct)
    {
        var next = await database.ReadAsync(connection => connection.QueryFirstAsync<int?>(SelectNext, new { Today = DayNumber.Of(ChinaTime.Today(clock)) }), ct);
        return next is { } day ? ChinaTime.StartOf(DayNumber.DateOf(day)) : null;
    }

    private async Task<int> EraseAsync(WriteScope scope, IReadOnlyList<DueRow> due)
    {
        var (today, rules, erased) = (ChinaTime.Today(clock), new TransactionRules(book, scope), new List<CaseRow>());
        foreach (var row in due)
        {
            if (await EraseAsync(scope, row.Id, today, rules) is { } done)
                erased.Add(done);
        }

        foreach (var category in erased.GroupBy(row => (row.Jurisdiction, row.CategoryId)))
        {
            new DataChanges(category.Key.Jurisdiction, Name, clock).Write(
                scope, "categories", category.Key.CategoryId, [new DataChanges.Column("erased_cases", null, category.Count())]);
        }

        return erased.Count;
    }

    /// <returns>Null when another run had it, or when it was opened again since the query.</returns>
    private async Task<CaseRow?> EraseAsync(WriteScope scope, string id, DateOnly today, TransactionRules rules)
    {
        if (await scope.ExecuteAsync("update cases set erased_on = @today where id = @id and erased_on is null and ended_day is not null", new { id, today }) == 0)
            return null;

        var file = (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction))!;
        if (!CaseSummary.Of(new CaseDates(file.State, await rules.OfAsync(file.Row.Jurisdiction))).IsEnded)
            throw new InconsistentRowException("the case's row has ended and its events have not");

        foreach (var slice in slices)
            await slice.EraseOfCaseAsync(scope, id);
        return file.Row;
    }

    private const string SelectDue = """
        select k.id, k.updated_at as due_at from categories c
        join cases k on k.category_id = c.id and k.erased_on is null and k.ended_day <= replace(@Today, '-', '') + 0 - c.retention_years * 10000
        where c.retention_years > 0 and @Now is not null
        order by k.ended_day, k.id limit @Limit
        """;

    private const string SelectNext = """
        select min(k.ended_day + c.retention_years * 10000) from categories c
        join cases k on k.category_id = c.id and k.erased_on is null and k.ended_day > @Today - c.retention_years * 10000
        where c.retention_years > 0
        """;
}
