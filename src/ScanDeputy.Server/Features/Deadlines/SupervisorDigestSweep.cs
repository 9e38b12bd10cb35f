using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// On each working morning at 08:30 tells a jurisdiction's supervisors what is late, and a town's what is late there, once each: the row of that
/// morning is written with the notices. A worker that comes later on the day still tells them; nothing late, nothing told.
/// </summary>
public sealed class SupervisorDigestSweep(Database database, RowFailures failures, NoticeWriter writer, RuleBook book, TimeProvider clock) : ISweep
{
    private const int LongestText = 290;
    private const int Named = 100;
    private const int Oldest = 2;
    private const string SupervisorDigest = "supervisor-digest";
    private static readonly TimeOnly Morning = new(8, 30);

    // A row is a jurisdiction on a day: what was not told on its day is not told on another.
    private static readonly RowSource Mornings = new(SupervisorDigest, (_, key) => Task.FromResult(new RowOrigin(key[..key.IndexOf('/', StringComparison.Ordinal)], null)));

    public string Name => SupervisorDigest;

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public SweepKind Kind => SweepKind.Deadlines;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = ChinaTime.Today(clock);
        var isTime = clock.GetUtcNow() >= ChinaTime.At(today, Morning) && (await CalendarAsync(ct)).IsWorkingDay(today);
        var turn = await failures.BeginAsync(Mornings, ct);
        return await turn.TakeEachAsync(
            isTime ? await UntoldAsync(today, ct) : [],
            jurisdiction => KeyOf(jurisdiction, today),
            (jurisdiction, token) => database.WriteAsync(scope => TellAsync(scope, jurisdiction, today), token),
            ct);
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct)
    {
        var today = ChinaTime.Today(clock);
        var turn = await failures.BeginAsync(Mornings, ct);
        var hasUntold = (await UntoldAsync(today, ct)).Any(jurisdiction => !turn.Knows(KeyOf(jurisdiction, today)));
        var next = ChinaTime.At((await CalendarAsync(ct)).NextWorkingDay(hasUntold ? today : today.AddDays(1)), Morning);
        return DueRows.Earlier(next, turn.NextAttemptAt);
    }

    private static string KeyOf(string jurisdiction, DateOnly day) => $"{jurisdiction}/{Columns.Text(day)}";

    private async Task<IReadOnlyList<string>> UntoldAsync(DateOnly today, CancellationToken ct) =>
        (await database.ReadAsync(connection => connection.QueryAsync<string>(SelectUntold, new { today }), ct)).AsList();

    private Task<WorkingCalendar> CalendarAsync(CancellationToken ct) => database.ReadAsync(book.EverywhereAsync, ct);

    private async Task<int> TellAsync(WriteScope scope, string jurisdiction, DateOnly today)
    {
        var rules = await book.LoadAsync(scope.Connection, jurisdiction, scope.Transaction);
        // A region's own day off: nobody is at the desk, and nothing is said.
        var count = rules.Calendar.IsWorkingDay(today) ? await scope.FirstOrDefaultAsync<int>(CountLate(scope.Dialect), new { jurisdiction, today }) : 0;
        var now = clock.GetUtcNow();
        if (await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Claim, new { jurisdiction, today, count, now }) == 0)
            return 0;
        if (count == 0)
            return 1;

        var hours = new SendingHours(rules);
        // The county's hear of everything, a town's of the town.
        foreach (var group in (await scope.ListAsync<Supervisor>(SelectSupervisors, new { jurisdiction })).GroupBy(supervisor => supervisor.Town))
        {
            if (await ComposeAsync(scope, jurisdiction, group.Key, today, rules.Calendar) is { } text)
                Write(scope, group, text, jurisdiction, today, hours);
        }

        return 1;
    }

    private void Write(WriteScope scope, IEnumerable<Supervisor> supervisors, string text, string jurisdiction, DateOnly today, SendingHours hours)
    {
        var day = Columns.Text(today);
        writer.WriteAll(
            scope,
            supervisors.Select(supervisor => new Notice(Recipient.Of(supervisor.Id), NoticeKind.Digest, text, $"digest/{jurisdiction}/{day}", ChinaTime.At(today, Morning))
            {
                Subject = day,
                Jurisdiction = jurisdiction,
            }),
            hours);
    }

    /// <returns>Null when nothing is late there.</returns>
    private static async Task<string?> ComposeAsync(WriteScope scope, string jurisdiction, string? town, DateOnly today, WorkingCalendar calendar)
    {
        var inTown = town is null ? "" : InTown;
        var values = new { jurisdiction, today, town, Named };
        var parties = await scope.ListAsync<Party>($"{SelectParties} from ({SelectLate} {LateStages(scope.Dialect)}{inTown}) late {PartyNames} {PartyOrder}", values);
        if (parties.Count == 0)
            return null;

        var late = await scope.ListAsync<Late>($"{SelectLate} {LateStages(scope.Dialect)}{inTown} order by k.due_on, k.id limit @Named", values);
        return Compose(parties, late, -calendar.DaysLeft(today, late[0].DueOn));
    }

    /// <summary>All of it by whose turn it is, with the numbers of the oldest, as far as the inbox's text holds them; the page that it leads to has all.</summary>
    private static string Compose(IReadOnlyList<Party> parties, IReadOnlyList<Late> late, int longest)
    {
        var names = new List<string>();
        foreach (var party in parties)
        {
            var oldest = late.Where(one => one.OwnerRole == party.OwnerRole && one.OwnerId == party.OwnerId).Take(Oldest).ToList();
            var numbers = string.Join('、', oldest.Select(one => NoticeTexts.Format("digest.item", one.Number, NoticeTexts.Day(one.DueOn))));
            var next = NoticeTexts.Format(oldest.Count == 0 ? "digest.party.short" : "digest.party", party.Owner ?? Terms.Of(Enum.Parse<Role>(party.OwnerRole)), party.Cases, numbers, oldest.Count < party.Cases ? NoticeTexts.Format("digest.more") : "");
            if (Sentence([.. names, next]).Length > LongestText)
                break;
            names.Add(next);
        }

        return Sentence(names);

        string Sentence(IReadOnlyList<string> said) => NoticeTexts.Format(
            "digest", parties.Sum(party => party.Cases), longest, string.Join('；', said) + (said.Count < parties.Count ? NoticeTexts.Format("digest.more") : ""));
    }

    private const string SelectUntold = """
        select j.code from jurisdictions j left join supervisor_digests d on d.jurisdiction = j.code and d.on_day = @today
        where d.on_day is null order by j.code
        """;

    private const string Claim = " supervisor_digests (jurisdiction, on_day, cases, made_at) values (@jurisdiction, @today, @count, @now)";

    private static string LateStages(Dialect dialect) => $"""
        from cases k {dialect.AlongIndex("cases_due")} {dialect.JoinInOrder} stages g on g.case_id = k.id and g.sequence = k.open_stage
        where k.jurisdiction = @jurisdiction and {Overdue.OfCase}
        """;

    private static string CountLate(Dialect dialect) => $"select count(*) {LateStages(dialect)}";

    private const string SelectLate = "select k.number, g.owner_role, g.owner_id, g.due_on";

    private const string SelectParties = "select late.owner_role, late.owner_id, coalesce(p.name, a.name) as owner, count(*) as cases";

    private const string PartyNames = """
        left join deputies p on late.owner_role = 'Deputy' and p.id = late.owner_id
        left join agencies a on late.owner_role = 'AgencyHandler' and a.id = late.owner_id
        """;

    private const string PartyOrder = "group by late.owner_role, late.owner_id, p.name, a.name order by count(*) desc, late.owner_role, late.owner_id";

    // Of what is late in the county, which is what the walk goes along.
    private const string InTown = " and k.town = @town";

    private const string SelectSupervisors = """
        select u.id, u.town from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role = 'Supervisor' and u.active = 1 order by u.id
        """;

    private sealed record Supervisor
    {
        public string Id { get; init; } = "";

        public string? Town { get; init; }
    }

    private sealed record Party
    {
        public string OwnerRole { get; init; } = "";

        public string? OwnerId { get; init; }

        public string? Owner { get; init; }

        public int Cases { get; init; }
    }

    private sealed record Late
    {
        public string Number { get; init; } = "";

        public string OwnerRole { get; init; } = "";

        public string? OwnerId { get; init; }

        public DateOnly DueOn { get; init; }
    }
}
