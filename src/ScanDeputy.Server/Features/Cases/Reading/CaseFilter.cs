using System.Text;
using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>The conditions of a list of cases, as SQL with parameters.</summary>
internal sealed class CaseFilter(DateOnly today)
{
    private readonly StringBuilder _where = new();

    public DateOnly Today => today;

    public DynamicParameters Parameters { get; } = new();

    /// <summary>The cases, as <c>k</c>.</summary>
    public string From { get; private set; } = "cases k";

    public string Where => _where.Length == 0 ? "1 = 1" : _where.ToString();

    public void And(string condition, string name, object? value)
    {
        Append(condition);
        Parameters.Add(name, value);
    }

    public void Overdue(bool overdue) =>
        And(overdue ? "k.due_on < @today" : "k.due_on is null or k.due_on >= @today", "today", Columns.Text(today));

    /// <summary>Another's case that I am shown because I follow it.</summary>
    public const string OnlyFollowed = "k.resident_id <> @me and exists (select 1 from case_followers f where f.case_id = k.id and f.user_id = @me)";

    /// <summary>
    /// Number, title or text; of a case that is only followed the number, since what is masked in it must not be found by trying. '!' escapes in
    /// every dialect; '\' would not.
    /// </summary>
    public void Matching(string text)
    {
        var pattern = text.Trim().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
        And($"k.number like @q escape '!' or (not ({OnlyFollowed}) and (k.title like @q escape '!' or k.text like @q escape '!'))", "q", $"%{pattern}%");
    }

    /// <summary>Which cases the list is about; one of several conditions must hold, and each has an index of its own.</summary>
    /// <param name="few">They are few compared with all there are: a server must not look for them by reading the newest cases first.</param>
    public void Among(IReadOnlyList<string> conditions, bool few)
    {
        if (conditions is [var only] && !few)
            Append(only);
        else
            // Found first, joined then; an "or" over several indexes would be answered by reading all cases.
            From = $"({string.Join(" union ", conditions.Select(condition => $"select k.id from cases k where {condition}"))}) mine join cases k on k.id = mine.id";
    }

    /// <summary>What I reported or follow; for officials, what is or was put into my hands.</summary>
    public static IReadOnlyList<string> Mine(CurrentUser user) => Those(
        "k.resident_id = @me",
        Followed,
        user.Is(Role.Deputy) ? WithMeAsDeputy : null,
        user.Is(Role.AgencyHandler) ? InMyAgency : null);

    /// <summary>What waits for me now.</summary>
    public static IReadOnlyList<string> Waiting(CurrentUser user) => Those(
        "k.waiting_role = 'Resident' and k.resident_id = @me",
        user.Is(Role.Deputy) ? "k.waiting_role = 'Deputy' and k.waiting_id = @deputyId and k.jurisdiction = @jurisdiction" : null,
        user.Is(Role.AgencyHandler) ? "k.waiting_role = 'AgencyHandler' and k.waiting_id = @agencyId and k.jurisdiction = @jurisdiction" : null,
        user.Is(Role.CommitteeOffice) ? $"k.waiting_role = 'CommitteeOffice' and {Whole(user)}" : null,
        user.Is(Role.GovernmentOffice) ? $"k.waiting_role = 'GovernmentOffice' and {Whole(user)}" : null,
        // A supervisor's inbox is what is late.
        user.Is(Role.Supervisor) ? $"{Whole(user)} and k.due_on < @currentDate" : null);

    /// <summary>
    /// What I may see at all: <see cref="CaseAccess.Table"/>, as SQL. Who sees a jurisdiction gets that: what they reported
    /// elsewhere themselves is among their own.
    /// </summary>
    public static IReadOnlyList<string> Visible(CurrentUser user) => CaseAccess.SeesJurisdiction(user)
        ? [Whole(user)]
        : Those(
            "k.resident_id = @me",
            Followed,
            user.Is(Role.Deputy) ? WithMeAsDeputy : null,
            user.Is(Role.AgencyHandler) ? InMyAgency : null,
            user.Is(Role.StationKeeper) ? "k.station_id = @stationId and k.jurisdiction = @jurisdiction" : null);

    /// <summary>
    /// The jurisdiction, or of it the town. No index begins with the district: a town is a part of its county large enough to be met on the way
    /// along the county's newest, while an index of its own would have the server sort all that the town ever had.
    /// </summary>
    private static string Whole(CurrentUser user) =>
        user.Town is null ? "k.jurisdiction = @jurisdiction" : "k.jurisdiction = @jurisdiction and k.district between @townFrom and @townTo";

    // What my own case was merged into, and what I chose to follow.
    private const string Followed = "k.id in (select case_id from case_followers where user_id = @me)";

    private const string WithMeAsDeputy = "k.deputy_id = @deputyId and k.jurisdiction = @jurisdiction";

    private const string InMyAgency = "k.id in (select case_id from case_agencies where agency_id = @agencyId) and k.jurisdiction = @jurisdiction";

    private static IReadOnlyList<string> Those(params IReadOnlyList<string?> conditions) => [.. conditions.OfType<string>()];

    private void Append(string condition)
    {
        if (_where.Length > 0)
            _where.Append(" and ");
        _where.Append('(').Append(condition).Append(')');
    }
}
