using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>
/// What ends with an account of the staff: its sessions, on every node, its password and authenticator, and what was still to be sent to it. An account that is opened again
/// begins without any of them.
/// </summary>
public sealed class StaffClosing(SessionStore sessions, NoticeWriter notices, TimeProvider clock)
{
    /// <returns>The sessions that were open, to be forgotten after the commit.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(WriteScope scope, string userId)
    {
        await scope.ExecuteAsync("update users set password_hash = null, password_must_change = 0 where id = @userId", new { userId });
        await TotpStore.EndAsync(scope, userId);
        notices.WithdrawAll(scope, userId);
        return await AccountSessions.EndAsync(scope, clock, userId);
    }

    public Task ForgetAsync(IReadOnlyCollection<string> ended) => sessions.ForgetAsync(ended);
}
