using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Bulk;

/// <summary>Jobs as rows, and as who asked for them sees them: the administrators of the jurisdiction, nobody else.</summary>
public static class BulkJobs
{
    /// <summary>How long a job and its file are kept after its end.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c> or <c>cancelled</c>.</param>
    /// <param name="Url">Of the file, when it is done.</param>
    public sealed record Answer(string JobId, [property: ClosedList("waiting", "running", "done", "cancelled")] string State, int Done, int Of, string? Url);

    public static void Map(RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("/jobs/{id}").RequireAuthorization(Rights.Administer);
        jobs.MapGet("", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.GetAsync(id, user, ct)).ToHttp())
            .WithName("GetJob").Produces<Answer>();
        jobs.MapDelete("", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.CancelAsync(id, user, ct)).ToHttp())
            .WithName("CancelJob").Produces<Answer>();
        jobs.MapGet("/file", (string id, CurrentUser user, HttpContext context, Handler handler, CancellationToken ct) => FileAsync(id, user, context, handler, ct))
            .WithName("GetJobFile").Produces<byte[]>(StatusCodes.Status200OK, BulkJobRow.MediaType);
    }

    public static async Task<IResult> FileAsync(string id, CurrentUser user, HttpContext context, Handler handler, CancellationToken ct)
    {
        if (await handler.FindAsync(id, user, ct) is not { State: BulkJobRow.Done } job)
            return new ProblemResult(new Refusal(ErrorCodes.NotFound));

        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(output => handler.CopyAsync(job, output, ct), BulkJobRow.MediaType, job.FileName);
    }

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public async Task<Result<Answer>> GetAsync(string id, CurrentUser user, CancellationToken ct) =>
            await FindAsync(id, user, ct) is { } job ? job.ToAnswer() : new Refusal(ErrorCodes.NotFound);

        /// <summary>The work ends at its next step; a file that is there already goes. Said twice it is the same.</summary>
        public Task<Result<Answer>> CancelAsync(string id, CurrentUser user, CancellationToken ct) => database.WriteAsync<Answer>(
            async scope =>
            {
                if (await scope.ExecuteAsync(Cancel, new { id, user.Jurisdiction, Now = clock.GetUtcNow() }) == 0)
                    return new Refusal(ErrorCodes.NotFound);

                await scope.ExecuteAsync(DeleteFile, new { id });
                return (await BulkJobs.FindAsync(scope.Connection, id, user.Jurisdiction, scope.Transaction))!.ToAnswer();
            },
            ct);

        internal Task<BulkJobRow?> FindAsync(string id, CurrentUser user, CancellationToken ct) =>
            database.ReadAsync(connection => BulkJobs.FindAsync(connection, id, user.Jurisdiction), ct);

        internal async Task CopyAsync(BulkJobRow job, Stream output, CancellationToken ct)
        {
            for (var part = 1; part <= job.Parts; part++)
            {
                var bytes = await database.ReadAsync(
                    connection => connection.QueryFirstAsync<byte[]>("select bytes from bulk_files where job_id = @Id and part = @part", new { job.Id, part }), ct);
                await output.WriteAsync(bytes, ct);
            }
        }
    }

    /// <summary>Asks for work, which begins within seconds.</summary>
    internal static Answer Ask(WriteScope scope, string kind, string request, string fileName, int total, CurrentUser user, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var job = new BulkJobRow { Id = Ids.New(clock), State = BulkJobRow.Waiting, Total = total };
        scope.Later(Insert, new { job.Id, kind, user.Jurisdiction, By = user.Id, request, fileName, job.State, total, now, Ends = now + Kept });
        return job.ToAnswer();
    }

    internal static Task<BulkJobRow?> FindAsync(DbConnection connection, string id, string? jurisdiction, DbTransaction? transaction = null) =>
        connection.QueryFirstOrDefaultAsync<BulkJobRow?>(
            $"{BulkJobRow.Select} where id = @id and jurisdiction = @jurisdiction", new { id, jurisdiction }, transaction);

    internal const string DeleteFile = "delete from bulk_files where job_id = @id";

    private const string Insert = """
        insert into bulk_jobs (id, kind, jurisdiction, asked_by, request, file_name, state, done, total, parts, asked_at, due_at, ends_at)
        values (@Id, @kind, @Jurisdiction, @By, @request, @fileName, @State, 0, @total, 0, @now, @now, @Ends)
        """;

    private const string Cancel = $"""
        update bulk_jobs set state = '{BulkJobRow.Cancelled}', due_at = null, lease = null, parts = 0 where id = @id and jurisdiction = @Jurisdiction and ends_at > @Now
        """;
}

internal sealed record BulkJobRow
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Done = "done";
    public const string Cancelled = "cancelled";

    public const string MediaType = "application/zip";

    public const string Select = "select id, kind, jurisdiction, request, file_name, state, done as steps, total, parts from bulk_jobs";

    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Jurisdiction { get; init; } = "";

    public string Request { get; init; } = "";

    public string FileName { get; init; } = "";

    public string State { get; init; } = "";

    public int Steps { get; init; }

    public int Total { get; init; }

    /// <summary>Of the file.</summary>
    public int Parts { get; init; }

    public BulkJobs.Answer ToAnswer() => new(Id, State, Steps, Total, State == Done ? $"/api/v1/jobs/{Id}/file" : null);
}
