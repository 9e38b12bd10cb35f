using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Facts;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Deadlines;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// What time alone does to a case: an answer not evaluated within its days becomes 未评价, an evaluated case is closed the day after, and on
/// the date that an agency has promised its answer is looked back at (回头看).
/// Several may run it: the case's version lets one of them through.
/// </summary>
public sealed class CaseExpirySweep(Database database, MoveRunner runner, RuleBook book, TimeProvider clock) : ISweep
{
    private const int AtOnce = 100;

    public string Name => "case-expiry";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public SweepKind Kind => SweepKind.Deadlines;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var done = 0;
        var after = "";
        while (true)
        {
            var ids = (await database.ReadAsync(
                connection => connection.QueryAsync<string>(SelectDue, new { Today = ChinaTime.Today(clock), after, AtOnce }), ct)).AsList();
            foreach (var id in ids)
                done += await ExpireAsync(id, ct) ? 1 : 0;
            if (ids.Count < AtOnce)
                return done;
            after = ids[^1];
        }
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct)
    {
        var first = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<string?>("select min(expires_on) from cases"), ct);
        return first is null ? null : ChinaTime.StartOf(DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture).AddDays(1));
    }

    private async Task<bool> ExpireAsync(string id, CancellationToken ct)
    {
        var result = await database.WriteAsync<bool>(
            async scope =>
            {
                var file = (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction))!;
                var rules = await book.LoadAsync(scope.Connection, file.Row.Jurisdiction, scope.Transaction);
                // Looked at again under the lock: somebody may have acted since the query.
                if (CaseSummary.Of(file.State, rules).ExpiresOn is not { } expires || expires >= ChinaTime.Today(clock))
                    return new Refusal(ErrorCodes.VersionStale);

                var decision = Decide(file.State, new CaseMoves(rules));
                if (decision.Refusal is { } refusal)
                    return refusal;

                return await runner.ApplyAsync(scope, file, decision.Value, Actor.Program(Name), rules) is not null
                    ? true
                    : new Refusal(ErrorCodes.VersionStale);
            },
            ct);
        return !result.IsRefused;
    }

    /// <summary>One step at a time: what else is due is due at the next turn.</summary>
    private Result<IReadOnlyList<Fact>> Decide(Case state, CaseMoves moves)
    {
        var now = clock.GetUtcNow();
        var lookedBack = moves.Decide(state, new LookBackAtPromise(), [Party.System], now);
        return lookedBack.IsRefused
            ? moves.Decide(state, state.Status == CaseStatus.Evaluated ? new CloseCase() : new ExpireEvaluation(), [Party.System], now)
            : lookedBack;
    }

    private const string SelectDue = """
        select id from cases where expires_on < @Today and id > @after order by id limit @AtOnce
        """;
}
