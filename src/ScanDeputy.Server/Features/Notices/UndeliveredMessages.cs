using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>Messages that an administrator has to look at, because no way led to their receivers. No state of a case; shown beside what waits.</summary>
public sealed class UndeliveredMessages(Database database)
{
    public const int CountsTo = 999;

    public Task<int> CountAsync(CurrentUser user, CancellationToken ct) => user.Is(Role.Administrator)
        ? database.ReadAsync(connection => connection.QueryFirstAsync<int>(Count, new { user.Jurisdiction, Limit = CountsTo + 1 }), ct)
        : Task.FromResult(0);

    private const string Count = "select count(*) from (select 1 from outbox where jurisdiction = @Jurisdiction and status in ('refused', 'parked') limit @Limit) undelivered";
}
