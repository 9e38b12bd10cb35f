namespace ScanDeputy.Tests.Conventions;

/// <summary>Who writes which table. Any slice may read any table.</summary>
internal static class TableOwners
{
    private const string Cases = "/Features/Cases/";
    private const string Accounts = "/Features/Accounts/";

    // Founds a jurisdiction: writes all master data, most of it through one statement that names its table at run time.
    private const string Import = "/Features/Administration/Import/";

    // Writes encrypted columns again with another key, whatever table they are in.
    private const string KeyRotation = "/Features/Administration/Keys/";

    public static IReadOnlyDictionary<string, string[]> Of { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["schema_migrations"] = ["/Platform/Database/Migrations.cs"],
        ["schema_floor"] = ["/Platform/Database/Migrations/"],
        ["nodes"] = ["/Jobs/"],
        ["jurisdictions"] = ["/Features/Districts/", Import],
        ["districts"] = ["/Features/Districts/", Import],
        ["stations"] = ["/Features/Stations/", Import],
        ["station_codes"] = ["/Features/Stations/", Import],
        ["station_deputies"] = ["/Features/Stations/", Import],
        ["reception_days"] = ["/Features/Stations/", Import],
        // Who leaves is no longer in office from the moment on which the cases go.
        ["deputies"] = ["/Features/Deputies/", "/Features/Cases/Departures/", Import],
        ["deputy_departures"] = [Cases],
        ["absences"] = [Accounts],
        ["categories"] = ["/Features/Agencies/", Import],
        ["agencies"] = ["/Features/Agencies/", Import],
        ["agency_rules"] = ["/Features/Agencies/", Import],
        ["policies"] = ["/Features/Deadlines/"],
        ["calendar_notices"] = ["/Platform/Database/CalendarNotices.cs", "/Features/Calendars/", "/Platform/Backup/"],
        ["users"] = [Accounts, KeyRotation, Import],
        ["user_roles"] = [Accounts, Import],
        ["sessions"] = [Accounts, "/Jobs/ExpiredRowsSweep.cs"],
        ["sign_in_failures"] = [Accounts, "/Jobs/ExpiredRowsSweep.cs"],
        ["idempotency_keys"] = ["/Platform/Http/IdempotentWrites.cs", "/Jobs/ExpiredRowsSweep.cs"],
        ["data_protection_keys"] = ["/Platform/Security/"],
        ["number_blocks"] = [Cases],
        // Joining two accounts of one person moves what is theirs (BindPhone).
        ["cases"] = [Cases, "/Accounts/BindPhone.cs", KeyRotation],
        ["case_agencies"] = [Cases],
        ["case_followers"] = [Cases, "/Accounts/BindPhone.cs"],
        ["case_events"] = [Cases],
        // A stage's place on the alert ladder is the deadline sweep's, its dates are the case's.
        ["due_date_changes"] = [Cases],
        ["stages"] = [Cases, "/Features/Deadlines/DeadlineSweep.cs"],
        ["attachments"] = [Cases, "/Accounts/BindPhone.cs"],
        ["attachment_contents"] = [Cases],
        ["content_checks"] = [Cases],
        ["ledger_roots"] = [Cases],
        ["resident_clock_days"] = [Cases],
        ["supervisor_digests"] = ["/Features/Deadlines/"],
        ["alerts"] = ["/Platform/Outbox/", "/Features/Notifications/", "/Accounts/BindPhone.cs"],
        ["outbox"] = ["/Platform/Outbox/", "/Features/Notifications/"],
        // An administrator has a row tried again.
        ["sweep_failures"] = ["/Jobs/Rows/", "/Features/Administration/Parked/"],
        ["sandbox_clock"] = ["/Demo/"],
    };

    /// <summary>The demo plays everybody (docs/decisions/0001).</summary>
    public static bool MayWriteEverything(string path) => path.Contains("/Demo/", StringComparison.Ordinal);
}
