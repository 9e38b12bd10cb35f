using System.Data.Common;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>Reads a jurisdiction's policies; one that has none yet has the default, 2310.</summary>
public static class Policies
{
    public static async Task<PolicyHistory> LoadAsync(DbConnection connection, string jurisdiction, DbTransaction? transaction = null)
    {
        var rows = (await connection.QueryAsync<Row>(
            "select version, valid_from, limits from policies where jurisdiction = @jurisdiction", new { jurisdiction }, transaction)).AsList();
        return rows.Count == 0 ? PolicyHistory.Default : new PolicyHistory(rows.Select(row => row.ToPolicy()));
    }

    private sealed record Row
    {
        public string Version { get; init; } = "";

        public DateTimeOffset ValidFrom { get; init; }

        public string Limits { get; init; } = "";

        public DeadlinePolicy ToPolicy() =>
            (JsonSerializer.Deserialize<DeadlinePolicy>(Limits, ApiJson.Options) ?? throw new JsonException("A stored policy is null."))
            with
            { Version = Version, ValidFrom = ValidFrom };
    }
}
