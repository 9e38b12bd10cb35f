using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Departures;

/// <summary>
/// Takes a deputy out of the routing and hands their open cases on, a few in each transaction. What was handed on is no longer found, so that
/// it can be ended anywhere and begun again; a case that cannot be handed on stays behind alone.
/// </summary>
public sealed class HandOnCases(Database database, RowFailures failures, MoveRunner runner, RuleBook book, TimeProvider clock)
{
    private const int AtOnce = 20;

    public async Task<LeaveOffice.Answer> RunAsync(string deputyId, DateOnly on, Actor actor, CancellationToken ct)
    {
        // First of all, so that nothing new comes while the old goes.
        var departure = await database.WriteAsync(scope => LeaveAsync(scope, deputyId, actor.Id), ct);
        var turn = await failures.BeginAsync(CasesOf(deputyId), ct);
        var successors = new List<string?>();
        foreach (var ids in (await OpenAsync(deputyId, ct)).Where(id => !turn.IsHeld(id)).Chunk(AtOnce))
        {
            await turn.TryAsync(
                ids,
                id => id,
                async (some, token) =>
                {
                    var found = await database.WriteAsync(scope => HandOnAsync(scope, some, departure, actor), token);
                    successors.AddRange(found);
                    return found.Count;
                },
                ct);
        }

        await turn.ForgetUnseenAsync(ct);
        var toOffice = successors.Count(successor => successor is null);
        return new LeaveOffice.Answer(deputyId, on, successors.Count - toOffice, toOffice, (await OpenAsync(deputyId, ct)).Count);
    }

    /// <summary>Whether the only cases left are those that could not be handed on, and when the first of them is tried again; null when all are parked.</summary>
    public async Task<(bool OnlyFailed, DateTimeOffset? NextAttemptAt)> LeftAsync(string deputyId, CancellationToken ct)
    {
        var turn = await failures.BeginAsync(CasesOf(deputyId), ct);
        return turn.Known > 0 && (await OpenAsync(deputyId, ct)).All(turn.Knows) ? (true, turn.NextAttemptAt) : (false, null);
    }

    private static RowSource CasesOf(string deputyId) => new(DepartureSweep.Departures, CaseOrigin.OfAsync) { Prefix = $"case/{deputyId}/" };

    /// <summary>Some dozens, read at once: for pages in the order of ids the server would rather read the whole table.</summary>
    private async Task<List<string>> OpenAsync(string deputyId, CancellationToken ct) =>
        (await database.ReadAsync(connection => connection.QueryAsync<string>(SelectOpen, new { deputyId }), ct)).AsList();

    /// <summary>Of those who are in office still.</summary>
    internal static async Task<int> EndOfficeAsync(WriteScope scope, TimeProvider clock, IReadOnlyList<string> ids, string by)
    {
        foreach (var (id, jurisdiction) in await scope.ListAsync<(string, string)>("select id, jurisdiction from deputies where id in @ids and active = 1", new { ids }))
            new DataChanges(jurisdiction, by, clock).Write(scope, "deputies", id, [new("active", 1, 0)]);
        return await scope.ExecuteAsync("update deputies set active = 0 where id in @ids and active = 1", new { ids });
    }

    private async Task<Departure> LeaveAsync(WriteScope scope, string deputyId, string by)
    {
        await EndOfficeAsync(scope, clock, [deputyId], by);
        return (await scope.FirstOrDefaultAsync<Departure>("select deputy_id, jurisdiction, successor_id from deputy_departures where deputy_id = @deputyId", new { deputyId }))!;
    }

    /// <returns>The new deputy of each case that was handed on, null for the committee office.</returns>
    private async Task<List<string?>> HandOnAsync(WriteScope scope, IReadOnlyList<string> ids, Departure departure, Actor actor)
    {
        var rules = await book.LoadAsync(scope.Connection, departure.Jurisdiction, scope.Transaction);
        var moves = new CaseMoves(rules);
        var named = departure.SuccessorId is null ? null : await scope.FirstOrDefaultAsync<string>(SelectActive, departure);
        var now = clock.GetUtcNow();
        var done = new List<string?>();
        foreach (var id in ids)
        {
            var file = (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction))!;
            if (file.State.DeputyId != departure.DeputyId)
                continue;

            var successor = named ?? await StationDesk.ChooseDeputyAsync(scope, file.State.StationId, departure.DeputyId, now);
            var decided = moves.Decide(file.State, new HandOnCommand(successor), [Party.System], now);
            // Whoever changed it meanwhile goes first; it is found again at the next turn.
            if (!decided.IsRefused && await runner.ApplyAsync(scope, file, decided.Value, actor, rules) is not null)
                done.Add(successor);
        }

        return done;
    }

    /// <summary>What of a deputy's cases, <c>k</c>, is open.</summary>
    internal const string IsOpen = "k.status in ('Received', 'Answered', 'Adopted', 'HandedOver', 'Assigned', 'Handling', 'Replied', 'Evaluated')";

    /// <summary>A closed case only while a promise waits for its date, or for the deputy's word on it.</summary>
    internal const string IsPromised = "k.status = 'Closed' and (k.waiting_role is not null or k.expires_on is not null)";

    private const string SelectOpen = $"""
        select k.id from cases k where k.deputy_id = @deputyId and {IsOpen}
        union all
        select k.id from cases k where k.deputy_id = @deputyId and {IsPromised}
        """;

    private const string SelectActive = "select id from deputies where id = @SuccessorId and jurisdiction = @Jurisdiction and active = 1";

    private sealed record Departure
    {
        public string DeputyId { get; init; } = "";

        public string Jurisdiction { get; init; } = "";

        public string? SuccessorId { get; init; }
    }
}
