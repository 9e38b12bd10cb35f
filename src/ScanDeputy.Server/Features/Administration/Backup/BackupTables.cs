namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>What belongs into a backup. Every table is in one of the two lists; a test holds that.</summary>
public static class BackupTables
{
    /// <summary>In the order of their references: a row stands after the rows that it points to.</summary>
    public static readonly IReadOnlyList<string> InOrder =
    [
        "jurisdictions", "duty_rules", "districts", "stations", "station_codes", "code_scans", "verification_files", "plate_styles", "deputies", "station_deputies", "pictures",
        "constituencies", "constituency_districts", "constituency_deputies", "reception_days", "reception_rules", "receptions", "reception_deputies",
        "reception_bookings", "categories", "answer_templates", "agencies", "agency_rules", "audit_events", "audit_heads", "audit_anchors",
        "policies", "calendar_notices", "users", "user_roles", "role_proposals", "recovery_codes", "privacy_agreements", "station_keepers", "absences", "congress_terms", "deputy_departures", "account_changes", "sessions", "sign_in_failures", "data_protection_keys", "idempotency_keys", "number_blocks", "cases", "case_agencies", "case_co_signers", "case_waits",
        "case_consents", "case_followers", "case_contacts", "case_visits", "rating_links", "case_events", "stages", "due_date_changes", "attachments", "attachment_contents", "content_checks", "alerts", "outbox", "message_quotas", "alert_choices", "supervisor_digests", "ledger_roots", "resident_clock_days", "sweep_failures", "sandbox_clock",
    ];

    /// <summary>Belong to a database or to running programs, not to the data.</summary>
    public static readonly IReadOnlyList<string> LeftOut = ["schema_migrations", "schema_floor", "schema_lock", "nodes", "sms_codes", "desk_sign_ins", "web_tickets", "invitations", "bulk_jobs", "bulk_files"];
}
