namespace ScanDeputy.Tests.Conventions;

/// <summary>Who writes which table. Any slice may read any table.</summary>
internal static class TableOwners
{
    private const string People = "/Features/People/";
    private const string Notices = "/Features/Notices/";
    private const string Audit = "/Platform/Audit/";
    private const string Network = "/Features/Network/";
    private const string Cases = "/Features/Cases/";
    private const string ContentReview = "/Features/ContentReview/";
    private const string Deadlines = "/Features/Deadlines/";

    // Founds a jurisdiction: writes all master data, most of it through one statement that names its table at run time.
    private const string Import = "/Features/Network/Import/";

    // Writes encrypted columns again with another key, whatever table they are in.
    private const string KeyRotation = "/Features/Administration/Keys/";

    public static IReadOnlyDictionary<string, string[]> Of { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["schema_migrations"] = ["/Platform/Database/Migrations.cs"],
        ["schema_floor"] = ["/Platform/Database/Migrations/"],
        ["nodes"] = ["/Jobs/"],
        ["jurisdictions"] = [Network],
        ["role_proposals"] = ["/Features/Administration/Staff/", "/Features/People/Access/", KeyRotation],
        ["duty_rules"] = ["/Features/Administration/DutyRules/"],
        ["districts"] = [Network],
        ["stations"] = [Network],
        ["station_codes"] = [Network],
        ["code_scans"] = [Network],
        ["verification_files"] = [Network],
        ["plate_styles"] = [Network],
        ["station_deputies"] = [Network],
        ["pictures"] = ["/Features/Network/Pictures/"],
        ["constituencies"] = [Network],
        ["constituency_districts"] = [Network],
        ["constituency_deputies"] = [Network],
        ["bulk_jobs"] = ["/Features/Network/Bulk/"],
        ["bulk_files"] = ["/Features/Network/Bulk/"],
        ["reception_days"] = [Network],
        ["reception_rules"] = [Network],
        ["receptions"] = ["/Features/Network/Receptions/"],
        ["reception_bookings"] = ["/Features/Network/Receptions/", KeyRotation],
        ["reception_deputies"] = ["/Features/Network/Receptions/"],
        // Who leaves is no longer in office from the moment on which the cases go.
        ["deputies"] = [Network, "/Features/Administration/Departures/", KeyRotation],
        ["congress_terms"] = [Network, "/Features/Administration/Departures/"],
        ["deputy_departures"] = ["/Features/Administration/Departures/"],
        ["absences"] = [People],
        ["categories"] = [Network],
        ["answer_templates"] = [Network],
        ["agencies"] = [Network],
        ["agency_rules"] = [Network],
        ["audit_events"] = [Audit],
        ["audit_heads"] = [Audit],
        ["audit_anchors"] = [Audit],
        ["policies"] = ["/Features/Rules/", "/Features/Administration/Limits/"],
        ["calendar_notices"] = ["/Features/Rules/", "/Features/Administration/Holidays/", Deadlines, "/Features/Administration/Backup/"],
        ["users"] = [People, "/Features/Administration/Departures/", "/Features/Administration/Staff/", KeyRotation, Import],
        ["station_keepers"] = [Import],
        ["user_roles"] = [People, "/Features/Administration/Departures/", Import],
        ["account_changes"] = [People],
        ["privacy_agreements"] = [People],
        ["sessions"] = [People, "/Features/Administration/Departures/", "/Features/Administration/Backup/"],
        ["sign_in_failures"] = [People],
        ["sms_codes"] = [People],
        ["desk_sign_ins"] = [People],
        ["web_tickets"] = [People],
        ["invitations"] = [People],
        ["recovery_codes"] = [People],
        ["idempotency_keys"] = ["/Platform/Http/", "/Jobs/ExpiredKeysSweep.cs", KeyRotation],
        ["data_protection_keys"] = ["/Platform/Security/"],
        ["number_blocks"] = [Cases],
        // Joining two accounts of one person moves what is theirs (BindPhone).
        ["cases"] = [Cases, ContentReview, Deadlines, KeyRotation],
        ["case_agencies"] = [Cases],
        ["case_co_signers"] = [Cases],
        ["case_waits"] = [Cases],
        ["case_consents"] = [Cases],
        ["case_followers"] = [Cases],
        ["case_contacts"] = [Cases],
        ["case_visits"] = [Cases],
        ["rating_links"] = [Cases],
        ["case_events"] = [Cases],
        // A stage's place on the alert ladder is the deadline sweep's, its dates are the case's.
        ["due_date_changes"] = [Deadlines],
        ["stages"] = [Cases, Deadlines],
        ["attachments"] = [Cases, ContentReview],
        ["attachment_contents"] = [ContentReview],
        ["content_checks"] = [Cases, ContentReview],
        ["ledger_roots"] = ["/Features/Ledger/"],
        ["resident_clock_days"] = [Deadlines],
        ["supervisor_digests"] = [Deadlines],
        ["alerts"] = [Notices],
        ["alert_choices"] = [Notices],
        ["outbox"] = [Notices, KeyRotation],
        ["message_quotas"] = ["/Features/Notices/Subscriptions/"],
        // An administrator has a row tried again.
        ["sweep_failures"] = ["/Jobs/Rows/", "/Features/Administration/Parked/"],
        ["sandbox_clock"] = ["/Demo/"],
    };

    /// <summary>The demo plays everybody (docs/decisions/0001).</summary>
    public static bool MayWriteEverything(string path) => path.Contains("/Demo/", StringComparison.Ordinal);
}
