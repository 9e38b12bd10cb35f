using Dapper;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Deletes photos that were uploaded but never sent with anything, a day later; contents go when no photo has them any more.</summary>
public sealed class UnclaimedPhotoSweep(Database database, TimeProvider clock) : ISweep
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public string Name => "unclaimed-photos";

    public TimeSpan Every => TimeSpan.FromMinutes(30);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var deleted = 0;
        var before = clock.GetUtcNow() - Grace;
        while (true)
        {
            var rows = (await database.ReadAsync(connection => connection.QueryAsync<Row>(Select, new { before }), ct)).AsList();
            if (rows.Count == 0)
                return deleted;

            foreach (var row in rows)
                deleted += await database.WriteAsync(scope => DeleteAsync(scope, row), ct);
        }
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct)
    {
        var first = await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<DateTimeOffset?>("select min(created_at) from attachments where case_id is null"), ct);
        // The sweep takes what is older than the grace time, not what is just as old.
        return first + Grace + TimeSpan.FromMilliseconds(1);
    }

    private static async Task<int> DeleteAsync(WriteScope scope, Row row)
    {
        var deleted = await scope.ExecuteAsync("delete from attachments where id = @Id and case_id is null", row);
        await scope.ExecuteAsync(LockContent, row);
        await scope.ExecuteAsync(DeleteContent, row);
        return deleted;
    }

    private const string Select = "select id, sha256 from attachments where case_id is null and created_at < @before limit 100";

    // Waits for whoever is just putting the same photo in, so that the next statement sees theirs.
    private const string LockContent = "update attachment_contents set sha256 = sha256 where sha256 = @Sha256";

    private const string DeleteContent = """
        delete from attachment_contents where sha256 = @Sha256 and not exists (select 1 from attachments a where a.sha256 = @Sha256)
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Sha256 { get; init; } = "";
    }
}
