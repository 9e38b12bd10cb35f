using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// Makes one move: loads the case, asks the domain, saves, tells those concerned, and answers with the case as the caller sees it
/// afterwards. All moves of people come through here; sweeps use <see cref="ApplyAsync"/> inside their own transaction.
/// </summary>
public sealed class MoveRunner(
    IdempotentWrites writes, CaseWriter writer, CaseViews views, RuleBook book, TimeProvider clock)
{
    /// <summary>By which the next entry of a case is hashed, and what stands in it as a fingerprint.</summary>
    public LedgerHash NextHash(CaseFile file) => LedgerHashes.Next(file.Events[^1].HashedBy, writer.Hash);

    /// <summary>Makes of a command what only the database can complete or refuse; asked when the move itself is allowed.</summary>
    public delegate Task<Result<CaseCommand>> Completion(WriteScope scope, CaseFile file, DateTimeOffset now);

    /// <param name="check">Looks at what only the database knows (does that agency exist?); null when all is well.</param>
    /// <param name="also">What else belongs into the same transaction.</param>
    public Task<Result<CaseView>> RunAsync(
        string caseId, CaseCommand command, CurrentUser user, WriteContext context, CancellationToken ct,
        Func<WriteScope, CaseFile, Task<Refusal?>>? check = null, Func<WriteScope, CaseFile, Task<Refusal?>>? also = null) =>
        RunAsync(
            caseId, command, user, context, async (scope, file, _) => check is not null && await check(scope, file) is { } wrong ? wrong : command, ct, also);

    public Task<Result<CaseView>> RunAsync(
        string caseId, CaseCommand command, CurrentUser user, WriteContext context, Completion complete, CancellationToken ct,
        Func<WriteScope, CaseFile, Task<Refusal?>>? also = null) => Traces.SpanAsync(
        $"move {MoveNames.NameOf(command.Move)}",
        () => writes.RunAsync<CaseView>(
            context,
            new { caseId, command = (object)command },
            async scope =>
            {
                var file = await CaseFile.LoadAsync(scope.Connection, caseId, scope.Transaction);
                if (file is null)
                    return new Refusal(ErrorCodes.NotFound);

                var parties = CaseAccess.PartiesOf(user, file.Row, file.State);
                if (await GateAsync(scope, file, user, parties, context) is { } refused)
                    return refused;

                var rules = await book.LoadAsync(scope.Connection, file.Row.Jurisdiction, scope.Transaction);
                var decision = await DecideAsync(scope, file, command, parties, rules, complete);
                if (decision.Refusal is { } refusal)
                    return NameAllowed(refusal, file, parties, rules);

                var actor = new Actor(user.Id, ActingRole(command.Move, file.State, parties));
                var change = await ApplyAsync(scope, file, decision.Value, actor, rules);
                if (change is null)
                    return new Refusal(ErrorCodes.VersionStale);
                if (also is not null && await also(scope, change.After) is { } failed)
                    return failed;

                return await views.BuildAsync(scope.Connection, change.After, user, change.Dates, scope.Transaction);
            },
            ct,
            scope => AgainAsync(scope, caseId, user)));

    /// <summary>A repeated call gets the case as it is for the caller now: they may have lost a right since the first answer, a contact's to begin with.</summary>
    private async Task<Result<CaseView>> AgainAsync(WriteScope scope, string caseId, CurrentUser user)
    {
        if (await CaseFile.LoadAsync(scope.Connection, caseId, scope.Transaction) is not { } file)
            return new Refusal(ErrorCodes.NotFound);

        var rules = await book.LoadAsync(scope.Connection, file.Row.Jurisdiction, scope.Transaction);
        return await views.BuildAsync(scope.Connection, file, user, new CaseDates(file.State, rules), scope.Transaction);
    }

    /// <summary>The rules are asked first, so that who may not make the move learns nothing of what it names.</summary>
    private async Task<Result<IReadOnlyList<Fact>>> DecideAsync(
        WriteScope scope, CaseFile file, CaseCommand command, IReadOnlyCollection<Party> parties, DateRules rules, Completion complete)
    {
        var moves = new CaseMoves(rules);
        var now = clock.GetUtcNow();
        var decision = moves.Decide(file.State, command, parties, now);
        if (decision.IsRefused)
            return decision;

        var completed = await complete(scope, file, now);
        if (completed.Refusal is { } wrong)
            return wrong;

        return completed.Value == command ? decision : moves.Decide(file.State, completed.Value, parties, now);
    }

    /// <returns>Null when somebody else changed the case meanwhile.</returns>
    public async Task<CaseChange?> ApplyAsync(WriteScope scope, CaseFile before, IReadOnlyList<Fact> facts, Actor actor, DateRules rules)
    {
        var now = clock.GetUtcNow();
        var events = new List<CaseEvent>(before.Events);
        var state = before.State;
        foreach (var fact in facts)
        {
            events.Add(CaseEvent.Append(state.Id, events[^1], now, actor, fact, writer.Hash));
            state = CaseHistory.Apply(state, events[^1]);
        }

        var after = new CaseFile(before.Row with { StationId = state.StationId, UpdatedAt = events[^1].At }, events, state);
        var change = new CaseChange(before, after, events[before.Events.Count..], new CaseDates(state, rules));
        return await writer.ChangeAsync(scope, change) ? change : null;
    }

    /// <summary>For a move that brings photos: they become the case's, and are checked like those of the report.</summary>
    public async Task<Refusal?> TakePhotosAsync(WriteScope scope, CaseFile file, string ownerId, IReadOnlyList<string> photos)
    {
        if (await Attachments.ClaimAsync(scope, file.Row.Id, ownerId, photos) is { } taken)
            return taken;

        // Nobody but officials sees them.
        if (file.Row is { IsOwn: true, IsPublic: false })
            return null;

        ContentChecks.QueuePhotos(scope, file.Row.Id, photos, clock);
        return null;
    }

    private static async Task<Refusal?> GateAsync(
        WriteScope scope, CaseFile file, CurrentUser user, IReadOnlyCollection<Party> parties, WriteContext context)
    {
        if (!await CaseAccess.MaySeeAsync(scope.Connection, user, file.Row, parties, scope.Transaction))
            return new Refusal(ErrorCodes.NotFound);

        var expected = context.ExpectedVersion;
        if (expected.Refusal is { } refusal)
            return refusal;

        return expected.Value == file.State.Version ? null : new Refusal(ErrorCodes.VersionStale);
    }

    private Refusal NameAllowed(Refusal refusal, CaseFile file, IReadOnlyCollection<Party> parties, DateRules rules) =>
        refusal.Code == CaseRefusals.MoveNotAllowed
            ? refusal with { Alternatives = [.. new CaseMoves(rules).Allowed(file.State, parties, clock.GetUtcNow()).Select(MoveNames.NameOf)] }
            : refusal;

    private static Role ActingRole(Move move, Case state, IReadOnlyCollection<Party> parties) =>
        CaseAccess.RoleOf(parties.First(party => MoveTable.Allows(move, party, state.Status)));
}
