using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// What time alone does to a case: an answer not evaluated within its days becomes 未评价, one on which the deputy said nothing 未表态, an evaluated case, and an
/// own suggestion that was judged, is closed the day after, and on the date that an agency has promised its answer is looked back at (回头看).
/// Several may run it: the case's version lets one of them through.
/// </summary>
public sealed class CaseExpirySweep(Database database, DueRows rows, MoveRunner runner, RuleBook book, TimeProvider clock) : ISweep
{
    private const string CaseExpiry = "case-expiry";

    private static readonly DueQuery Due = new(new RowSource(CaseExpiry, CaseOrigin.OfAsync), SelectDue) { AtOnce = 20 };

    public string Name => CaseExpiry;

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public SweepKind Kind => SweepKind.Deadlines;

    public Task<int> RunAsync(CancellationToken ct) =>
        rows.TakeAllAsync(Due, (due, token) => database.WriteAsync(scope => ExpireAsync(scope, due), token), ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => rows.NextDueAtAsync(Due, ct);

    private async Task<int> ExpireAsync(WriteScope scope, IReadOnlyList<DueRow> due)
    {
        var rules = new TransactionRules(book, scope);
        var expired = 0;
        foreach (var row in due)
            expired += await ExpireAsync(scope, row.Id, rules) ? 1 : 0;
        return expired;
    }

    /// <returns>False when somebody has acted since the query.</returns>
    private async Task<bool> ExpireAsync(WriteScope scope, string id, TransactionRules read)
    {
        var file = (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction))!;
        var today = ChinaTime.Today(clock);
        if (file.Row.ExpiresOn is not { } on || on >= today)
            return false;

        var rules = await read.OfAsync(file.Row.Jurisdiction);
        // A row that its events contradict would be found again at every turn.
        if (CaseSummary.Of(new CaseDates(file.State, rules)).ExpiresOn is not { } expires || expires >= today)
            throw new InconsistentRowException("the case's row expires earlier than its events say");

        var told = await scope.FirstOrDefaultAsync<int?>(SelectUntold, new { id, Now = clock.GetUtcNow() }) is null;
        var decision = Decide(file.State, new CaseMoves(rules), told);
        if (decision.Refusal is { } refusal)
            return told ? throw new InconsistentRowException($"the case refuses to expire: {refusal.Code}") : false;

        return await runner.ApplyAsync(scope, file, decision.Value, Actor.Program(Name), rules) is not null;
    }

    /// <summary>One step at a time: what else is due is due at the next turn.</summary>
    /// <param name="told">False while alerts of the stage are still to be written, as after a stand-still: no verdict lapses before them.</param>
    private Result<IReadOnlyList<Fact>> Decide(Case state, CaseMoves moves, bool told)
    {
        var now = clock.GetUtcNow();
        Result<IReadOnlyList<Fact>> Try(CaseCommand step) => moves.Decide(state, step, [Party.System], now);

        if (Try(new LookBackCommand()) is { IsRefused: false } lookedBack)
            return lookedBack;
        if (told && Try(new LapseVerdictCommand()) is { IsRefused: false } lapsed)
            return lapsed;

        return Try(state.IsOwn || state.Status == CaseStatus.Evaluated ? new CloseCommand() : new ExpireEvaluationCommand());
    }

    private const string SelectUntold = "select 1 from stages where case_id = @id and ended_at is null and next_alert_at <= @Now";

    private const string SelectDue = """
        select id, expires_on as last_day from cases where expires_on < @Today order by expires_on, id limit @Limit
        """;
}
