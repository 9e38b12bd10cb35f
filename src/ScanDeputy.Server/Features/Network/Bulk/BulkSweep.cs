using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Bulk;

/// <summary>
/// Does jobs one after the other. A job is leased and the lease renewed with each step; when its worker dies, another one begins it anew when the
/// lease has run out. The file goes into the database in parts, so that every node can give it out and no statement is large.
/// </summary>
internal sealed class BulkSweep(Database database, DueRows rows, IEnumerable<IBulkWork> works, TimeProvider clock) : ISweep
{
    private const string BulkJobsName = "bulk-jobs";

    private const int LargestPart = 1024 * 1024;

    // Longer than the slowest step: pictures that WeChat is slow to draw.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly DueQuery Due = new(
        new RowSource(BulkJobsName, OriginOfAsync) { Prefix = "job/" }, "select id, due_at from bulk_jobs where due_at <= @Now order by due_at limit @Limit")
    {
        AtOnce = 1,
    };

    private static readonly DueQuery Ended = new(
        new RowSource(BulkJobsName, OriginOfAsync) { Prefix = "end/" }, "select id, ends_at as due_at from bulk_jobs where ends_at <= @Now order by ends_at limit @Limit")
    {
        AtOnce = 10,
    };

    public string Name => BulkJobsName;

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var deleted = await rows.TakeAllAsync(Ended, (ended, token) => database.WriteAsync(scope => DeleteAsync(scope, [.. ended.Select(row => row.Id)]), token), ct);
        return deleted + await rows.TakeSomeAsync(Due, (turn, due, token) => turn.TryAsync(due, row => row.Key, (one, stop) => TakeAsync(one[0].Id, stop), token), ct);
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => DueRows.Earlier(await rows.NextDueAtAsync(Due, ct), await rows.NextDueAtAsync(Ended, ct));

    private async Task<int> TakeAsync(string id, CancellationToken ct)
    {
        var lease = Ids.New(clock);
        if (await ClaimAsync(id, lease, ct) is not { } job)
            return 0;

        try
        {
            var (output, part) = (new BulkOutput(), 0);
            var run = new BulkRun(output, (done, token) => StoreAsync(done, BulkJobRow.Running, token));
            if (await works.Single(work => work.Kind == job.Kind).RunAsync(job, run, ct))
                await StoreAsync(job.Total, BulkJobRow.Done, ct);
            return 1;

            async Task<bool> StoreAsync(int done, string state, CancellationToken token)
            {
                var (bytes, before, now) = (output.Take(), part, clock.GetUtcNow());
                return await database.WriteAsync(
                    async scope =>
                    {
                        // The work may run again after a deadlock.
                        part = before;
                        var parts = bytes.Chunk(LargestPart).Select(chunk => new { id, Part = ++part, chunk }).ToList();
                        var values = new { id, lease, done, part, state, Until = state == BulkJobRow.Done ? (DateTimeOffset?)null : now + Lease, Ends = now + BulkJobs.Kept };
                        if (await scope.ExecuteAsync(Step, values) == 0)
                            return false;

                        foreach (var one in parts)
                            await scope.ExecuteAsync("insert into bulk_files (job_id, part, bytes) values (@id, @Part, @chunk)", one);
                        return true;
                    },
                    token);
            }
        }
        catch
        {
            // It failed, or the program stops: nobody needs to wait for the end of the lease.
            await database.WriteAsync(scope => scope.ExecuteAsync(Release, new { id, lease, Now = clock.GetUtcNow() }), CancellationToken.None);
            throw;
        }
    }

    private Task<BulkJobRow?> ClaimAsync(string id, string lease, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var now = clock.GetUtcNow();
            if (await scope.ExecuteAsync(Claim, new { id, lease, now, Until = now + Lease }) == 0)
                return null;

            await scope.ExecuteAsync(BulkJobs.DeleteFile, new { id });
            return await scope.FirstOrDefaultAsync<BulkJobRow>($"{BulkJobRow.Select} where id = @id", new { id });
        },
        ct);

    private static async Task<int> DeleteAsync(WriteScope scope, IReadOnlyList<string> ids)
    {
        await scope.ExecuteAsync("delete from bulk_files where job_id in @ids", new { ids });
        return await scope.ExecuteAsync("delete from bulk_jobs where id in @ids", new { ids });
    }

    private static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string id) =>
        new(await scope.FirstOrDefaultAsync<string>("select jurisdiction from bulk_jobs where id = @id", new { id }), null);

    private const string Claim = $"""
        update bulk_jobs set state = '{BulkJobRow.Running}', lease = @lease, due_at = @Until, done = 0, parts = 0 where id = @id and due_at <= @now
        """;

    private const string Step = $"""
        update bulk_jobs set done = @done, parts = @part, state = @state, due_at = @Until, ends_at = @Ends
        where id = @id and lease = @lease and state = '{BulkJobRow.Running}'
        """;

    private const string Release = $"update bulk_jobs set lease = null, due_at = @Now where id = @id and lease = @lease and state = '{BulkJobRow.Running}'";
}
