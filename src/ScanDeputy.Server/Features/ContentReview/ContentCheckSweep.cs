using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>
/// Does the content checks that are still open: leases a row, commits, asks WeChat, writes the verdict. While the platform is away it
/// tries again at growing distances; after the last try, or when the author was here too long ago, a person has to look. A photo's verdict comes later,
/// as a push (<see cref="Photos.PhotoVerdicts"/>); one that does not come is asked for again.
/// </summary>
public sealed class ContentCheckSweep(DueRows rows, ContentCheckRows checks, ContentQuestions questions) : ISweep
{
    private const string ContentChecking = "content-checks";

    // A turn takes a hundred and no more, so that a burst of reports leaves the machine to the people who are waiting.
    private static readonly DueQuery Due = new(new RowSource(ContentChecking, ContentCheckRows.OriginOfAsync), SelectDue);

    public string Name => ContentChecking;

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public SweepKind Kind => SweepKind.Outbox;

    public Task<int> RunAsync(CancellationToken ct) => rows.TakeSomeAsync(Due, CheckAllAsync, ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => rows.NextDueAtAsync(Due, ct);

    private async Task<int> CheckAllAsync(SweepTurn turn, IReadOnlyList<DueRow> due, CancellationToken ct)
    {
        var leased = new List<ContentCheckRow>(due.Count);
        var done = await turn.TryAsync(due, row => row.Key, LeaseAsync, ct, completes: false);
        var (ends, notChecked) = (new List<ContentCheckEnd>(leased.Count), new List<ContentCheckEnd>());
        // When the program stops, the check that was begun is finished and the others are given back: nobody has to wait for their leases' end.
        foreach (var row in leased)
        {
            if (!ct.IsCancellationRequested && await CheckAsync(turn, row) is { } end)
                ends.Add(end);
            else
                notChecked.Add(checks.NotBegun(row));
        }

        await turn.TryAsync(ends, end => end.Row.Id, (some, _) => checks.EndAsync(some), CancellationToken.None);
        await checks.EndAsync(notChecked);
        return done;

        async Task<int> LeaseAsync(IReadOnlyList<DueRow> some, CancellationToken token)
        {
            var mine = await checks.LeaseAsync([.. some.Select(row => row.Id)], token);
            leased.AddRange(mine);
            return mine.Count;
        }
    }

    /// <returns>Null when it failed.</returns>
    private async Task<ContentCheckEnd?> CheckAsync(SweepTurn turn, ContentCheckRow row)
    {
        ContentCheckEnd? end = null;
        await turn.TryAsync([row], one => one.Id, AskAsync, CancellationToken.None, completes: false);
        return end;

        async Task<int> AskAsync(IReadOnlyList<ContentCheckRow> one, CancellationToken token)
        {
            end = await questions.AskAsync(one[0], token);
            return 1;
        }
    }

    private const string SelectDue = """
        select id, next_attempt_at as due_at from content_checks where status = 'waiting' and next_attempt_at <= @Now order by next_attempt_at limit @Limit
        """;
}
