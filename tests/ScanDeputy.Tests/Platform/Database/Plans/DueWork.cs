namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>Makes so much due that no sweep takes it in one turn.</summary>
internal static class DueWork
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        "update stages set next_alert_at = started_at where sequence = 1",
        "update cases set remind_at = created_at, expires_on = '2020-01-01'",
        "update outbox set status = 'waiting', next_attempt_at = created_at where status = 'sent'",
        "update outbox set status = 'sending', next_attempt_at = created_at where status in ('refused', 'parked')",
        "update content_checks set status = 'waiting', next_attempt_at = next_attempt_at - 1",
        "update attachments set case_id = null",
    ];
}
