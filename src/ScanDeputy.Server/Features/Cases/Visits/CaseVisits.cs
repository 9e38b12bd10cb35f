using Dapper;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Visits;

/// <summary>How far somebody has read a case, so that a page can mark what has come since.</summary>
public sealed class CaseVisits(Database database, MarkAlertRead.Handler alerts, TimeProvider clock)
{
    public sealed record Visit
    {
        public string CaseId { get; init; } = "";

        /// <summary>The number of the last event that there was.</summary>
        public int SeenTo { get; init; }

        public DateTimeOffset SeenAt { get; init; }
    }

    /// <summary>Somebody has the case before them: what was told of it has been read.</summary>
    /// <param name="lastEvent">The number of the last event of the case.</param>
    /// <returns>The visit before; null when it is the first.</returns>
    public async Task<Visit?> EnterAsync(string caseId, int lastEvent, CurrentUser user, CancellationToken ct)
    {
        await alerts.OfCaseAsync(caseId, user, ct);
        var values = new { UserId = user.Id, caseId, lastEvent, Now = clock.GetUtcNow() };
        var before = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Visit>(Select, values), ct);
        if (before is not null && before.SeenTo >= lastEvent)
            return before;

        await database.WriteAsync(
            async scope =>
            {
                await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Insert, values);
                // Two windows of one person: the later event stays.
                return await scope.ExecuteAsync("update case_visits set seen_to = @lastEvent, seen_at = @Now where user_id = @UserId and case_id = @caseId and seen_to < @lastEvent", values);
            },
            ct);
        return before;
    }

    /// <summary>The visits to these cases.</summary>
    public async Task<IReadOnlyDictionary<string, Visit>> OfAsync(IReadOnlyList<string> caseIds, CurrentUser user, CancellationToken ct) => caseIds.Count == 0
        ? new Dictionary<string, Visit>(StringComparer.Ordinal)
        : (await database.ReadAsync(connection => connection.QueryAsync<Visit>(SelectMany, new { UserId = user.Id, caseIds }), ct)).ToDictionary(visit => visit.CaseId, StringComparer.Ordinal);

    private const string Select = "select case_id, seen_to, seen_at from case_visits where user_id = @UserId and case_id = @caseId";

    private const string SelectMany = "select case_id, seen_to, seen_at from case_visits where user_id = @UserId and case_id in @caseIds";

    private const string Insert = " case_visits (user_id, case_id, seen_to, seen_at) values (@UserId, @caseId, @lastEvent, @Now)";
}
