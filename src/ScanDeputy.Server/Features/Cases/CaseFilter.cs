using System.Text;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>The conditions of a list of cases, as SQL with parameters.</summary>
internal sealed class CaseFilter(DateOnly today)
{
    private readonly StringBuilder _where = new();

    public DateOnly Today => today;

    public DynamicParameters Parameters { get; } = new();

    public string Where => _where.Length == 0 ? "1 = 1" : _where.ToString();

    public void And(string condition, string name, object? value)
    {
        if (_where.Length > 0)
            _where.Append(" and ");
        _where.Append('(').Append(condition).Append(')');
        Parameters.Add(name, value);
    }

    public void Overdue(bool overdue) =>
        And(overdue ? "k.due_on < @today" : "k.due_on is null or k.due_on >= @today", "today", Columns.Text(today));

    /// <summary>Number, title or text. '!' escapes in every dialect; '\' would not.</summary>
    public void Matching(string text)
    {
        var pattern = text.Trim().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
        And("k.number like @q escape '!' or k.title like @q escape '!' or k.text like @q escape '!'", "q", $"%{pattern}%");
    }

    /// <summary>What I reported; for officials, what is or was put into my hands.</summary>
    public static string Mine(CurrentUser user) => AnyOf(
        "k.resident_id = @me",
        user.Is(Role.Deputy) ? "k.deputy_id = @deputyId" : null,
        user.Is(Role.AgencyHandler) ? InMyAgency : null);

    /// <summary>What waits for me now.</summary>
    public static string Waiting(CurrentUser user) => AnyOf(
        "k.waiting_role = 'Resident' and k.resident_id = @me",
        user.Is(Role.Deputy) ? "k.waiting_role = 'Deputy' and k.waiting_id = @deputyId and k.jurisdiction = @jurisdiction" : null,
        user.Is(Role.AgencyHandler) ? "k.waiting_role = 'AgencyHandler' and k.waiting_id = @agencyId and k.jurisdiction = @jurisdiction" : null,
        user.Is(Role.CommitteeOffice) ? "k.waiting_role = 'CommitteeOffice' and k.jurisdiction = @jurisdiction" : null,
        user.Is(Role.GovernmentOffice) ? "k.waiting_role = 'GovernmentOffice' and k.jurisdiction = @jurisdiction" : null,
        // A supervisor's inbox is what is late.
        user.Is(Role.Supervisor) ? "k.jurisdiction = @jurisdiction and k.due_on < @currentDate" : null);

    /// <summary>What I may see at all; the same rule as <see cref="CaseAccess.MaySee"/>, as SQL.</summary>
    public static string Visible(CurrentUser user) => AnyOf(
        "k.resident_id = @me",
        user.Is(Role.Deputy) ? "k.deputy_id = @deputyId" : null,
        user.Is(Role.AgencyHandler) ? InMyAgency : null,
        user.Is(Role.StationKeeper) ? "k.station_id = @stationId" : null,
        SeesJurisdiction(user) ? "k.jurisdiction = @jurisdiction" : null);

    private const string InMyAgency = "exists (select 1 from case_agencies mine where mine.case_id = k.id and mine.agency_id = @agencyId)";

    private static bool SeesJurisdiction(CurrentUser user) => user.Roles.Any(role =>
        role is Role.CommitteeOffice or Role.GovernmentOffice or Role.Supervisor or Role.Administrator or Role.Auditor);

    private static string AnyOf(params string?[] conditions) =>
        string.Join(" or ", conditions.Where(condition => condition is not null).Select(condition => $"({condition})"));
}
