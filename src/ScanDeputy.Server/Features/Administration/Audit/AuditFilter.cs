using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.People.Auditing;

namespace ScanDeputy.Server.Features.Administration.Audit;

/// <summary>What an auditor looks for.</summary>
/// <param name="Kind">What happened, or <see cref="Seen"/>.</param>
/// <param name="Register">What kind of thing was touched: a register, cases, policies, calendars, staff, session, call.</param>
/// <param name="Row">Which of them.</param>
/// <param name="By">Who did it: an account's id or user name.</param>
/// <param name="Person">Whose data were seen or changed: an account's id or user name, or the number of a case that they reported.</param>
/// <param name="From">The first day, China time.</param>
/// <param name="Until">The last day, inclusive.</param>
public sealed record AuditFilter(string? Kind, string? Register, string? Row, string? By, string? Person, string? From, string? Until)
{
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>As a kind: whoever saw or took away somebody's data, but for themselves.</summary>
    public const string Seen = "seen";

    public bool IsEmpty => new[] { Kind, Register, Row, By, Person, From, Until }.All(string.IsNullOrEmpty);

    public Refusal? Fault =>
        !string.IsNullOrEmpty(Kind) && Kind != Seen && !AuditKinds.All.Contains(Kind, StringComparer.Ordinal) ? Refusal.OfField("kind", "field_audit_kind")
        : IsNoDate(From) ? Refusal.OfField("from", "field_date")
        : IsNoDate(Until) ? Refusal.OfField("until", "field_date")
        : null;

    public DateTimeOffset Since => Parse(From) is { } day ? ChinaTime.StartOf(day) : DateTimeOffset.UnixEpoch;

    public DateTimeOffset Before => Parse(Until) is { } day ? ChinaTime.StartOf(day.AddDays(1)) : ChinaTime.StartOf(new DateOnly(9999, 12, 30));

    private static bool IsNoDate(string? text) => !string.IsNullOrEmpty(text) && Parse(text) is null;

    private static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue ? day : null;
}
