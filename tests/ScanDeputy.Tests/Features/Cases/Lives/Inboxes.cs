using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Lives;

/// <summary>
/// What waits for each person, as the list gives it, against the definition evaluated in memory over the events of all cases that ever lived here.
/// </summary>
internal sealed class Inboxes(TestServer server, IReadOnlyList<CurrentUser> people)
{
    private readonly Dictionary<string, (int Version, Case State)> _cases = new(StringComparer.Ordinal);
    private int _turn;

    private Database Database => server.Services.GetRequiredService<Database>();

    /// <summary>Everybody's; after a step a few people in turn, so that the run stays short.</summary>
    /// <param name="few">How many people; null for all.</param>
    public async Task CheckAsync(DateOnly today, int? few = null)
    {
        var rules = await Database.ReadAsync(connection => server.Services.GetRequiredService<RuleBook>().LoadAsync(connection, Town.Jurisdiction), CancellationToken.None);
        await ReadChangedAsync();
        var waits = _cases.Values.SelectMany(known => Waits.Of(new CaseDates(known.State, rules)).Select(wait => (known.State.Id, Wait: wait))).ToList();
        for (var i = 0; i < (few ?? people.Count); i++)
        {
            _turn++;
            await CheckAsync(people[_turn % people.Count], waits, today, urgent: _turn / people.Count % 2 == 0);
        }
    }

    private async Task CheckAsync(CurrentUser user, IReadOnlyList<(string Id, Wait Wait)> waits, DateOnly today, bool urgent)
    {
        var mine = waits.Where(entry => IsFor(user, entry.Wait, today)).GroupBy(entry => entry.Id, StringComparer.Ordinal)
            .Select(group => (Id: group.Key, Until: group.Min(entry => entry.Wait.Until ?? DateOnly.MaxValue))).ToList();
        var expected = urgent
            ? mine.OrderBy(entry => entry.Until).ThenBy(entry => entry.Id, StringComparer.Ordinal).Select(entry => entry.Id)
            : mine.Select(entry => entry.Id).OrderDescending(StringComparer.Ordinal);
        var listed = new List<string>();
        string? after = null;
        do
        {
            var query = new ListCases.Query { Role = "inbox", Sort = urgent ? ListCases.Urgency : null, Limit = "40", After = after };
            var page = await server.Services.GetRequiredService<ListCases.Handler>().HandleAsync(query, user, CancellationToken.None);
            listed.AddRange(page.Value.Items.Select(item => item.Id));
            after = page.Value.Next;
        }
        while (after is not null);
        Assert.Equal((user.Id, string.Join(' ', expected)), (user.Id, string.Join(' ', listed)));
        var counts = await server.Services.GetRequiredService<CountWaiting>().HandleAsync(user, CancellationToken.None);
        Assert.Equal((user.Id, new WaitingCounts(mine.Count, mine.Count(entry => entry.Until < today))), (user.Id, counts));
    }

    private static bool IsFor(CurrentUser user, Wait wait, DateOnly today) => user.Roles.Any(role =>
        (role == Role.Resident || user.Jurisdiction == Town.Jurisdiction) && wait.IsFor(role, role switch
        {
            Role.Deputy => user.DeputyId,
            Role.AgencyHandler => user.AgencyId,
            _ => user.Id,
        }, today));

    private async Task ReadChangedAsync()
    {
        var versions = await Database.ReadAsync(connection => connection.QueryAsync<(string Id, int Version)>("select id, version from cases"), CancellationToken.None);
        foreach (var (id, version) in versions.Where(row => !_cases.TryGetValue(row.Id, out var known) || known.Version != row.Version))
        {
            var file = await Database.ReadAsync(connection => CaseFile.LoadAsync(connection, id), CancellationToken.None);
            _cases[id] = (version, file!.State);
        }
    }
}
