using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>Deletes photos that were uploaded but never sent with anything, a day later; contents go when no photo has them any more.</summary>
public sealed class UnclaimedPhotoSweep(Database database, DueRows rows) : ISweep
{
    private const string UnclaimedPhotos = "unclaimed-photos";

    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private static readonly DueQuery Due = new(new RowSource(UnclaimedPhotos, (_, _) => Task.FromResult(RowOrigin.Everywhere)), SelectDue) { AtOnce = 20, After = Grace };

    public string Name => UnclaimedPhotos;

    public TimeSpan Every => TimeSpan.FromMinutes(30);

    public Task<int> RunAsync(CancellationToken ct) =>
        rows.TakeAllAsync(Due, (due, token) => database.WriteAsync(scope => DeleteAsync(scope, due), token), ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => rows.NextDueAtAsync(Due, ct);

    private static async Task<int> DeleteAsync(WriteScope scope, IReadOnlyList<DueRow> due) =>
        await PhotoContents.DeleteAsync(scope, await scope.ListAsync<(string, string)>(Select, new { ids = due.Select(row => row.Id).ToList() }), "case_id is null");

    private const string SelectDue = """
        select id, created_at as due_at from attachments where case_id is null and created_at <= @Now order by created_at limit @Limit
        """;

    // In one order for all runs: their contents are locked one after the other.
    private const string Select = "select id, sha256 from attachments where id in @ids and case_id is null order by sha256, id";
}
