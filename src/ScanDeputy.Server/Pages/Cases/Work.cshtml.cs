using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Visits;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>The work list of deputies and officials.</summary>
public sealed class WorkPage(
    ListCases.Handler cases, CountWaiting waiting, UndeliveredMessages undelivered, OwnStationCodes stationCodes, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Stage { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Overdue { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Only what an agency handles or has handled.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Agency { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>A move after which the case is no more the user's to see.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    private IReadOnlyDictionary<string, CaseVisits.Visit> _visits = new Dictionary<string, CaseVisits.Visit>(StringComparer.Ordinal);

    public WaitingCounts Counts { get; private set; } = new(0, 0);

    /// <summary>Of an administrator: what is no case and waits as well.</summary>
    public int Undelivered { get; private set; }

    /// <summary>Of a supervisor, beside the list of all.</summary>
    public IReadOnlyList<CountByParty.Party> Parties { get; private set; } = [];

    public bool IsUrgent => IsInbox && Sort != ListCases.Newest;

    /// <summary>Under their dates, when they are sorted by them.</summary>
    public IEnumerable<(string? Name, IEnumerable<ListCases.Item> Items)> Groups => IsUrgent
        ? Cases.Items.GroupBy(item => GroupOf(item.Waiting)).Select(group => ((string?)group.Key, group.AsEnumerable()))
        : [(null, Cases.Items)];

    public Page<ListCases.Item> Cases { get; private set; } = new([], null);

    public FormErrors Errors { get; private set; } = new();

    /// <summary>A keeper's own stations, to write down what a visitor says.</summary>
    public IReadOnlyList<OwnStationCodes.Item> OwnCodes { get; private set; } = [];

    public DateOnly Today { get; } = ChinaTime.Today(clock);

    public bool IsInbox => Role != "all";

    public bool IsFiltered => !string.IsNullOrEmpty(Status + Stage + Overdue + Agency + Q);

    public string? More => Cases.Next is { } next ? Address(Sort, next) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var user = this.SignedInUser();
        if (Overdue is not (null or "" or "true"))
        {
            Errors = new FormErrors(Refusal.OfField("overdue", "field_tick"));
            return this.Again(Errors);
        }

        var query = new ListCases.Query { Role = IsInbox ? "inbox" : "all", Status = Status, Stage = Stage, Overdue = Overdue == "true" ? true : null, Agency = Agency, Q = Q, Sort = IsUrgent ? ListCases.Urgency : null, After = After };
        var found = await cases.HandleAsync(query, user, ct);
        Counts = await waiting.HandleAsync(user, ct);
        Undelivered = await undelivered.CountAsync(user, ct);
        if (!IsInbox)
            Parties = await HttpContext.RequestServices.GetRequiredService<CountByParty>().HandleAsync(user, ct);
        OwnCodes = await stationCodes.FindAsync(user, ct);
        if (found.Refusal is { } refusal)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        Cases = found.Value;
        _visits = await HttpContext.RequestServices.GetRequiredService<CaseVisits>().OfAsync([.. Cases.Items.Select(item => item.Id)], user, ct);
        return Page();
    }

    /// <summary>What is new about a case in the list; null when it was read, or is not this person's to do and was never opened.</summary>
    public string? NewsOf(ListCases.Item item) => _visits.TryGetValue(item.Id, out var visit)
        ? visit.SeenTo < item.Version ? "有更新" : null
        : IsInbox ? "新" : null;

    public string Shown(int count) => count > WaitingCounts.CountsTo ? $"{WaitingCounts.CountsTo}+" : count.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same list, from its beginning, in this order.</summary>
    public string SortedBy(string sort) => Address(sort, null);

    private string GroupOf(ListedWait? wait) => wait switch
    {
        { Overdue: true } => "已逾期",
        { DueOn: { } on } when on == Today => "今天到期",
        { DueOn: { } on } when on == Today.AddDays(1) => "明天到期",
        { DueOn: not null } => "以后到期",
        _ => "没有期限",
    };

    private string Address(string? sort, string? after)
    {
        var query = new QueryBuilder { { "role", IsInbox ? "inbox" : "all" } };
        foreach (var (name, value) in new[] { ("status", Status), ("stage", Stage), ("overdue", Overdue), ("agency", Agency), ("q", Q), ("sort", sort), ("after", after) })
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return $"/work{query}";
    }
}
