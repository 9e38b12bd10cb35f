using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>How many alerts somebody has not read.</summary>
public sealed class UnreadAlerts(Database database)
{
    /// <summary>Above this nobody counts: one more stands for all that are more.</summary>
    public const int CountsTo = 100;

    public Task<int> CountAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstAsync<int>(Count, new { user.Id, Limit = CountsTo + 1 }), ct);

    private const string Count = "select count(*) from (select 1 from alerts where recipient_id = @Id and read_at is null limit @Limit) unread";
}
