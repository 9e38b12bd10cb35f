using ScanDeputy.Server.Features.Notifications;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>The number beside 提醒; above a hundred nobody counts.</summary>
internal static class UnreadAlerts
{
    public static async Task<int> CountUnreadAsync(this ListAlerts.Handler alerts, CurrentUser user, CancellationToken ct)
    {
        var page = await alerts.HandleAsync(user, "100", null, unread: true, ct);
        return page.Value.Items.Count + (page.Value.Next is null ? 0 : 1);
    }
}
