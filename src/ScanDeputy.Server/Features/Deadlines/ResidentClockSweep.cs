using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// Tells the committee office, once, of each report that has had no result for 25 days: there is still time before the month ends. Ids are in
/// order of time, so that a day's reports are one walk along the primary key; the notice's key makes it once, whoever looks and however often.
/// </summary>
public sealed class ResidentClockSweep(Database database, RowFailures failures, CaseNotifier notifier, RuleBook book, TimeProvider clock) : ISweep
{
    private const string Clock = "resident-clock";
    private const int AtOnce = 20;

    private static readonly RowSource Reports = new(Clock, CaseOrigin.OfAsync);

    // The first time it looks back a little: what is nearly a month old is still worth a word.
    private const int DaysLookedBack = 6;

    public string Name => Clock;

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public SweepKind Kind => SweepKind.Deadlines;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var turn = await failures.BeginAsync(Reports, ct);
        // Their day is not looked at a second time.
        var done = await turn.TakeEachAsync(turn.FailedBefore, id => id, (id, token) => TellAllAsync([id], token), ct);
        var last = ChinaTime.Today(clock).AddDays(-ResidentClock.AlarmAfterDays);
        for (var day = (await LookedAtAsync(ct))?.AddDays(1) ?? last.AddDays(-DaysLookedBack); day <= last; day = day.AddDays(1))
        {
            await LookAsync(turn, day, ct);
            done += await database.WriteAsync(scope => scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Looked, new { day, Now = clock.GetUtcNow() }), ct);
        }

        return done;
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => DueRows.Earlier(
        ChinaTime.StartOf((await LookedAtAsync(ct))?.AddDays(ResidentClock.AlarmAfterDays + 1) ?? ChinaTime.Today(clock)),
        (await failures.BeginAsync(Reports, ct)).NextAttemptAt);

    private async Task<DateOnly?> LookedAtAsync(CancellationToken ct)
    {
        var text = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<string?>("select max(on_day) from resident_clock_days"), ct);
        return text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>The reports of one day, China time.</summary>
    private async Task LookAsync(SweepTurn turn, DateOnly day, CancellationToken ct)
    {
        var (from, to) = (FirstIdOf(day), FirstIdOf(day.AddDays(1)));
        while (true)
        {
            var ids = (await database.ReadAsync(connection => connection.QueryAsync<string>(SelectOpen, new { from, to, AtOnce }), ct)).AsList();
            await turn.TryAsync(ids, id => id, TellAllAsync, ct);
            if (ids.Count < AtOnce)
                return;
            from = ids[^1];
        }
    }

    private Task<int> TellAllAsync(IReadOnlyList<string> ids, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var rules = new TransactionRules(book, scope);
            var told = 0;
            foreach (var id in ids)
                told += await TellAsync(scope, id, rules);
            return told;
        },
        ct);

    private async Task<int> TellAsync(WriteScope scope, string id, TransactionRules read)
    {
        var file = (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction))!;
        if (ResidentClock.Of(file.Events) is not { IsRunning: true } resident)
            return 0;

        var rules = await read.OfAsync(file.Row.Jurisdiction);
        var text = NoticeTexts.Format(
            resident.HandedOverAt is null ? "residentClock.notHandedOver" : "residentClock.noResult", ResidentClock.AlarmAfterDays, NoticeTexts.Day(resident.EndsOn));
        var since = ChinaTime.StartOf(resident.StartedOn.AddDays(ResidentClock.AlarmAfterDays));
        var message = new CaseMessage(NoticeKind.ResidentClock, text, $"resident-clock/{id}", since);
        notifier.Write(scope, file, await CaseRecipients.FindAsync(scope, Audience.Committee, file), message, rules);
        return 1;
    }

    /// <summary>The smallest UUIDv7 of a day: its first 48 bits are the instant in milliseconds.</summary>
    private static string FirstIdOf(DateOnly day) => ChinaTime.StartOf(day).ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);

    private const string Looked = " resident_clock_days (on_day, made_at) values (@day, @Now)";

    private const string SelectOpen = """
        select id from cases where id > @from and id < @to and own_kind is null and status in ('Received', 'Adopted', 'HandedOver', 'Assigned', 'Handling')
        order by id limit @AtOnce
        """;
}
