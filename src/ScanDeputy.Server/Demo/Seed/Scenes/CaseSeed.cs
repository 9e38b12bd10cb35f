using System.Globalization;
using System.Text.Json;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>
/// Lives each case through the domain, as people would have, and saves it with the cases' own store. The store's clock stands at
/// the last event, so that alerts which are due by now are still ahead of the sweep. Nobody is told of what lies in the past.
/// </summary>
internal sealed class CaseSeed(Seeding seeding, SceneCasting casting)
{
    private readonly DateRules _rules = DateRules.Default;
    private readonly CaseStore _store = new(seeding.Clock);
    private readonly CaseMoves _moves = new(DateRules.Default);
    private readonly WorkDays _days = new(seeding.Calendar, seeding.Now);
    private readonly Dictionary<string, int> _lastNumbers = new(StringComparer.Ordinal);

    public async Task RunAsync()
    {
        var dice = new Dice(2310);
        var plans = new CasePlans(casting, seeding.Today, _days.Latest).All()
            .Select(plan => (plan.Scene, Times: new CaseTimes(plan, _days, dice))).OrderBy(plan => plan.Times.ReportedAt).ToList();
        foreach (var (scene, times) in plans)
            Name(scene, times.ReportedAt);
        foreach (var (scene, times) in plans)
            await WriteAsync(scene, times);
        await FollowAsync(plans.Select(plan => plan.Scene));
        await CountOnAsync();
    }

    private void Name(CaseScene scene, DateTimeOffset at)
    {
        seeding.Clock.At = at;
        scene.Id = seeding.NewId();
        var series = string.Create(CultureInfo.InvariantCulture, $"{DemoData.NumberPrefix}-{ChinaTime.DateOf(at).Year}");
        var number = _lastNumbers[series] = _lastNumbers.GetValueOrDefault(series) + 1;
        scene.Number = string.Create(CultureInfo.InvariantCulture, $"{series}-{number:D6}");
    }

    private async Task WriteAsync(CaseScene scene, CaseTimes times)
    {
        var row = Row(scene, times.ReportedAt);
        var reporter = new Actor(scene.ReporterId, scene.IsWalkIn ? Role.StationKeeper : Role.Resident);
        var submitted = new Submitted(
            row.Jurisdiction, row.StationId, row.District, row.CategoryId, row.ResidentId, scene.Deputy.Id, row.Fingerprint, scene.IsWalkIn);
        var events = new List<CaseEvent> { CaseEvent.Append(row.Id, null, times.ReportedAt, reporter, submitted) };
        var state = CaseHistory.Fold(events);
        var before = new CaseFile(row, [.. events], state);
        seeding.Clock.At = times.ReportedAt;
        _store.Insert(seeding.Scope, new CaseChange(null, before, before.Events, new CaseDates(state, _rules)));
        await seeding.Scope.FlushAsync();

        foreach (var step in times.Steps)
            state = Move(scene, step, times.At(step, state), events, state);

        seeding.Clock.At = events[^1].At;
        var change = new CaseChange(before, new CaseFile(row, events, state), events[1..], new CaseDates(state, _rules));
        if (state.Version > before.State.Version && !await _store.UpdateAsync(seeding.Scope, change))
            throw new InvalidOperationException($"Case {scene.Number} was not saved.");
    }

    private Case Move(CaseScene scene, Step step, DateTimeOffset at, List<CaseEvent> events, Case state)
    {
        var by = step.By == Party.Resident && scene.IsWalkIn ? Party.Keeper : step.By;
        var decision = _moves.Decide(state, step.Command(scene, at), [by], at);
        if (decision.Refusal is { } refusal)
            throw new InvalidOperationException($"{refusal.Code}: {step.By} cannot do step {events.Count} of a {state.Status} case.");

        var actor = by == Party.System ? Actor.Program("case-expiry") : new Actor(AccountOf(by, scene, state), CaseAccess.RoleOf(by));
        foreach (var fact in decision.Value)
        {
            events.Add(CaseEvent.Append(state.Id, events[^1], at, actor, fact));
            state = CaseHistory.Apply(state, events[^1]);
        }

        return state;
    }

    private string AccountOf(Party by, CaseScene scene, Case state) => by switch
    {
        Party.Resident or Party.Keeper => scene.ReporterId,
        Party.Deputy => casting.People.OfDeputies[state.DeputyId!],
        Party.LeadAgency => casting.People.OfAgencies[state.LeadAgencyId!],
        Party.CoAgency => casting.People.OfAgencies[state.CoAgencyIds[0]],
        Party.Supervisor => casting.People.Supervisors[1],
        _ => casting.People.Offices[CaseAccess.RoleOf(by)],
    };

    private CaseRow Row(CaseScene scene, DateTimeOffset at) => Row(scene, at, Receipts.NewNonce());

    private CaseRow Row(CaseScene scene, DateTimeOffset at, string nonce) => new()
    {
        Id = scene.Id,
        Number = scene.Number,
        Jurisdiction = DemoData.Jurisdiction,
        StationId = scene.Station.Id,
        District = scene.Station.District,
        CategoryId = scene.Category.Id,
        ResidentId = scene.ReporterId,
        Title = scene.Title,
        Text = scene.Text,
        PlaceAddress = scene.Address,
        Lat = scene.Lat,
        Lng = scene.Lng,
        ContactEncrypted = Encrypt(scene.Contact),
        ShareWithAgency = scene.ShareWithAgency,
        IsPublic = scene.IsPublic,
        ContentStatus = ContentChecks.Passed,
        Fingerprint = Receipts.Fingerprint(nonce, scene.Title, scene.Text, []),
        ReceiptNonce = nonce,
        CreatedAt = at,
        UpdatedAt = at,
    };

    private string? Encrypt((string Name, string Phone)? contact) => contact is not { } given
        ? null
        : seeding.Crypto.Encrypt(PersonalDataPurpose.Contact, JsonSerializer.Serialize(new StoredContact(given.Name, given.Phone)));

    /// <summary>Whose report was merged hears of the leading one.</summary>
    private async Task FollowAsync(IEnumerable<CaseScene> scenes)
    {
        using var insert = seeding.Insert("case_followers", "case_id", "user_id");
        var pairs = scenes.Where(scene => scene.MergesInto is not null).Select(scene => (scene.MergesInto!.Id, scene.ReporterId));
        foreach (var (leadingId, follower) in pairs.Distinct())
            await insert.RunAsync(leadingId, follower);
    }

    /// <summary>Numbers given here are gone for <see cref="CaseNumbers"/>, whose own transaction must not be opened inside this one.</summary>
    private async Task CountOnAsync()
    {
        using var insert = seeding.Insert("number_blocks", "prefix", "next_number");
        foreach (var (series, last) in _lastNumbers)
            await insert.RunAsync(series, last + 1);
    }
}
