using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>Deletes ended sessions, codes and tickets that are too old to sign in with, roles that nobody has confirmed in time, and after a day the counts of failed sign-ins.</summary>
public sealed class ExpiredSessionsSweep(ExpiredRows expired) : ISweep
{
    private const string SweepName = "expired-sessions";

    private static readonly ExpiringTable[] Tables =
    [
        ExpiringTable.Of(
            SweepName, "session/", "select id, expires_at as due_at from sessions where expires_at <= @Now order by expires_at limit @Limit",
            "delete from sessions where id in @ids and expires_at <= @before", TimeSpan.Zero),
        ExpiringTable.Of(
            SweepName, "sign-in/", "select subject as id, last_at as due_at from sign_in_failures where last_at <= @Now order by last_at limit @Limit",
            "delete from sign_in_failures where subject in @ids and last_at <= @before", TimeSpan.FromDays(1)),
        ExpiringTable.Of(
            SweepName, "sms-code/", "select phone_hash as id, expires_at as due_at from sms_codes where expires_at <= @Now order by expires_at limit @Limit",
            "delete from sms_codes where phone_hash in @ids and expires_at <= @before", TimeSpan.Zero),
        ExpiringTable.Of(
            SweepName, "desk/", "select id, expires_at as due_at from desk_sign_ins where expires_at <= @Now order by expires_at limit @Limit",
            "delete from desk_sign_ins where id in @ids and expires_at <= @before", TimeSpan.Zero),
        ExpiringTable.Of(
            SweepName, "ticket/", "select hash as id, expires_at as due_at from web_tickets where expires_at <= @Now order by expires_at limit @Limit",
            "delete from web_tickets where hash in @ids and expires_at <= @before", TimeSpan.Zero),
        ExpiringTable.Of(
            SweepName, "invitation/", "select hash as id, expires_at as due_at from invitations where expires_at <= @Now order by expires_at limit @Limit",
            "delete from invitations where hash in @ids and expires_at <= @before", TimeSpan.Zero),
        ExpiringTable.Of(
            SweepName, "proposal/", "select user_id as id, expires_at as due_at from role_proposals where expires_at <= @Now order by expires_at limit @Limit",
            "delete from role_proposals where user_id in @ids and expires_at <= @before", TimeSpan.Zero),
    ];

    public string Name => SweepName;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task<int> RunAsync(CancellationToken ct) => expired.DeleteAsync(Tables, ct);

    /// <summary>Nothing that anybody waits for: it takes its turn by the interval alone.</summary>
    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);
}
