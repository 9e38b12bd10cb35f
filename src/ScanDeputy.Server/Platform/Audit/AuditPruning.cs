using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Platform.Audit;

/// <summary>
/// Deletes entries whose time of keeping is over and leaves, of each chain, the place and the hash of the last one that was deleted: what follows can still be
/// verified. With the account that owns the schema; the running one can do neither (docs/decisions/0024).
/// </summary>
public static class AuditPruning
{
    /// <summary>The law's six months (网络安全法 §21), and nothing shorter can be asked for.</summary>
    public const int LeastDays = 180;

    /// <param name="before">Entries made before it go.</param>
    /// <returns>How many have gone.</returns>
    public static Task<long> RunAsync(Database.Database database, TimeProvider clock, DateTimeOffset before, string by, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var gone = 0L;
            foreach (var chain in await scope.ListAsync<string>("select chain from audit_heads order by chain"))
                gone += await PruneAsync(scope, clock, chain, before, by);
            return gone;
        },
        ct);

    private static async Task<long> PruneAsync(WriteScope scope, TimeProvider clock, string chain, DateTimeOffset before, string by)
    {
        // Up to the first entry that stays: entries of one moment may be told in another order than they were made in.
        var stays = await scope.FirstOrDefaultAsync<long?>("select min(sequence) from audit_events where chain = @chain and at >= @before", new { chain, before });
        var last = await scope.FirstOrDefaultAsync<AuditHead>(
            "select chain, sequence, hash from audit_events where chain = @chain and (@stays is null or sequence < @stays) order by sequence desc limit 1", new { chain, stays });
        if (last is null)
            return 0;

        await scope.ExecuteAsync(
            "insert into audit_anchors (chain, sequence, hash, made_by, made_at) values (@chain, @Sequence, @Hash, @by, @Now)", new { chain, last.Sequence, last.Hash, by, Now = clock.GetUtcNow() });
        var deleted = await scope.ExecuteAsync("delete from audit_events where chain = @chain and sequence <= @Sequence", new { chain, last.Sequence });
        AuditTrail.Write(scope, clock, new AuditEntry("pruned", chain, by) { Object = "audit", ObjectId = $"{last.Sequence}", Details = [new AuditDetail("entries", deleted, null)] });
        return deleted;
    }
}
