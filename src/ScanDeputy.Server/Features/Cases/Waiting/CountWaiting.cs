using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Waiting;

/// <summary>How many cases wait for somebody, and how many of them longer than they should.</summary>
public sealed record WaitingCounts(int Total, int Overdue)
{
    /// <summary>Above this nobody counts: one more stands for all that are more.</summary>
    public const int CountsTo = 999;
}

/// <summary>Counts what the list of what waits for somebody holds, along the same walks.</summary>
public sealed class CountWaiting(Database database, TimeProvider clock)
{
    public async Task<WaitingCounts> HandleAsync(CurrentUser user, CancellationToken ct)
    {
        var walks = new WaitingDesks(user).Scopes(database.Dialect, CaseOrder.Urgent).SelectMany(scope => scope.Walks(new CaseFilter())).ToList();
        if (walks.Count == 0)
            return new WaitingCounts(0, 0);

        var sql = $"select count(*) as total, coalesce(sum(case when place < @today then 1 else 0 end), 0) as overdue from ({IdWalk.Page(walks, after: false, CaseOrder.Urgent)}) waiting";
        var values = new { me = user.Id, deputyId = user.DeputyId, agencyId = user.AgencyId, jurisdiction = user.Jurisdiction, town = user.Town, today = Columns.Text(ChinaTime.Today(clock)), limit = WaitingCounts.CountsTo + 1 };
        var row = await database.ReadAsync(connection => connection.QueryFirstAsync<Row>(sql, values), ct);
        return new WaitingCounts((int)row.Total, (int)row.Overdue);
    }

    private sealed record Row
    {
        public long Total { get; init; }

        public decimal Overdue { get; init; }
    }
}
