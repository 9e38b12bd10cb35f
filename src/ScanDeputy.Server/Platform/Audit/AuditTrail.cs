using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Platform.Audit;

/// <summary>
/// The one audit trail: rows that are only ever added, each with the hash of the one before it in its chain (docs/decisions/0024). An entry is written in the
/// transaction of what it tells of; the chain is held from the transaction's end to its commit only, so that writers of one chain wait for each other no longer
/// than that.
/// </summary>
public static class AuditTrail
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ConditionalWeakTable<WriteScope, List<AuditRow>> Waiting = new();

    /// <summary>Who called, and from where, is taken from the call that is being answered.</summary>
    public static void Write(WriteScope scope, TimeProvider clock, AuditEntry entry)
    {
        if (!Waiting.TryGetValue(scope, out var rows))
        {
            Waiting.Add(scope, rows = []);
            scope.AtEnd(AppendAsync);
        }

        var origin = CallOrigin.Ambient;
        rows.Add(new AuditRow
        {
            Chain = entry.Chain!,
            Id = Ids.New(clock),
            At = clock.GetUtcNow(),
            Kind = entry.Kind,
            MadeBy = entry.By,
            Object = entry.Object,
            ObjectId = entry.ObjectId,
            Person = entry.Person,
            RequestId = origin.RequestId ?? "",
            Network = origin.Network,
            Details = JsonSerializer.Serialize(entry.Details, Json),
        });
    }

    /// <summary>What concerns the whole program, in each chain that there is: whoever looks at one sees it.</summary>
    public static async Task<int> WriteEverywhereAsync(WriteScope scope, TimeProvider clock, AuditEntry entry)
    {
        var chains = await scope.ListAsync<string>("select chain from audit_heads where chain <> '' order by chain");
        foreach (var chain in chains.DefaultIfEmpty(""))
            Write(scope, clock, entry with { Chain = chain });
        return chains.Count;
    }

    private static async Task AppendAsync(WriteScope scope)
    {
        if (!Waiting.TryGetValue(scope, out var rows))
            return;

        Waiting.Remove(scope);
        var chains = await ChainsAsync(scope, rows);
        // Always in the same order: two transactions that add to two chains must not wait for each other.
        foreach (var chain in rows.GroupBy(row => row.Chain ?? chains.GetValueOrDefault(row.ObjectId, ""), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            await AppendAsync(scope, chain.Key, [.. chain]);
    }

    private static async Task AppendAsync(WriteScope scope, string chain, IReadOnlyList<AuditRow> rows)
    {
        var hold = new { chain, rows.Count };
        if (await scope.ExecuteAsync(Hold, hold) == 0)
        {
            await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + " audit_heads (chain, sequence, hash) values (@chain, 0, '')", hold);
            await scope.ExecuteAsync(Hold, hold);
        }

        var head = (await scope.FirstOrDefaultAsync<AuditHead>("select chain, sequence, hash from audit_heads where chain = @chain", hold))!;
        var (sequence, hash) = (head.Sequence - rows.Count, head.Hash);
        foreach (var row in rows)
        {
            var linked = row with { Chain = chain, Sequence = ++sequence, PreviousHash = hash };
            hash = linked.ComputeHash();
            scope.Later(Insert, linked with { Hash = hash });
        }

        scope.Later("update audit_heads set hash = @hash where chain = @chain", new { hash, chain });
    }

    /// <summary>Of accounts whose jurisdiction the writer did not know.</summary>
    private static async Task<Dictionary<string, string>> ChainsAsync(WriteScope scope, List<AuditRow> rows)
    {
        var ids = rows.Where(row => row.Chain is null).Select(row => row.ObjectId).Distinct(StringComparer.Ordinal).ToList();
        return ids.Count == 0 ? [] : (await scope.ListAsync<(string Id, string? Jurisdiction)>("select id, jurisdiction from users where id in @ids", new { ids }))
            .ToDictionary(row => row.Id, row => row.Jurisdiction ?? "", StringComparer.Ordinal);
    }

    private const string Hold = "update audit_heads set sequence = sequence + @Count where chain = @chain";

    private const string Insert = $"""
        insert into audit_events ({AuditRow.Columns})
        values (@Chain, @Sequence, @Id, @At, @Kind, @MadeBy, @Object, @ObjectId, @Person, @RequestId, @Network, @Details, @PreviousHash, @Hash)
        """;
}
