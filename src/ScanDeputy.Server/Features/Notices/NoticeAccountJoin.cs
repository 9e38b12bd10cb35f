using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>The inbox of a joined account goes to the one that goes on.</summary>
public sealed class NoticeAccountJoin : IAccountJoin
{
    public Task JoinAsync(WriteScope scope, string from, string to) =>
        scope.ExecuteAsync("update alerts set recipient_id = @to where recipient_id = @from", new { from, to });
}
