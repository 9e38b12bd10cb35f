using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>The codes of stations as rows. A code is never deleted: what is printed somewhere must be answered for.</summary>
internal static class CodeStore
{
    private const string Table = "station_codes";

    /// <summary>The station's name, when it is one of this jurisdiction.</summary>
    public static Task<string?> StationAsync(DbConnection connection, string stationId, string? jurisdiction, DbTransaction? transaction = null) =>
        connection.QueryFirstOrDefaultAsync<string?>(
            "select name from stations where id = @stationId and jurisdiction = @jurisdiction", new { stationId, jurisdiction }, transaction);

    public static async Task<string> InsertAsync(WriteScope scope, string stationId, string placement, string? deputyId, DataChanges by)
    {
        var code = New();
        await scope.ExecuteAsync(Insert, Row(scope, code, stationId, placement, deputyId, by));
        return code.ToString();
    }

    /// <summary>For many: written together at the end of the transaction.</summary>
    public static StationCode InsertLater(WriteScope scope, string stationId, string placement, DataChanges by)
    {
        var code = New();
        scope.Later(Insert, Row(scope, code, stationId, placement, null, by));
        return code;
    }

    /// <summary>For the audit trail: a code that goes on for some days only, or opens nothing any more.</summary>
    public static void TellOfEnd(WriteScope scope, string code, DataChanges by, string before, CodeStatus status, params DataChanges.Column[] more) =>
        by.Write(scope, Table, code, [new DataChanges.Column("status", before, status.ToString()), .. more]);

    private static StationCode New() => StationCode.Create(RandomNumberGenerator.GetBytes(StationCode.RandomBytes));

    private static object Row(WriteScope scope, StationCode code, string stationId, string placement, string? deputyId, DataChanges by)
    {
        by.Write(scope, Table, code.ToString(), [new("station_id", null, stationId), new("placement", null, placement), new("deputy_id", null, deputyId), new("status", null, nameof(CodeStatus.Active))]);
        return new { code = code.ToString(), stationId, placement, Status = nameof(CodeStatus.Active), now = by.Clock.GetUtcNow(), by = by.By, deputyId };
    }

    /// <summary>Newest first; those in use before those that have ended.</summary>
    /// <param name="since">The first day of those whose scans are counted beside the total.</param>
    public static Task<IEnumerable<CodeRow>> ListAsync(DbConnection connection, string stationId, DateOnly since) =>
        connection.QueryAsync<CodeRow>($"{Select} where c.station_id = @stationId order by c.issued_at desc, c.code", new { stationId, since });

    public static Task<CodeRow?> FindAsync(DbConnection connection, string stationId, string code, DateOnly since, DbTransaction? transaction = null) =>
        connection.QueryFirstOrDefaultAsync<CodeRow?>($"{Select} where c.code = @code and c.station_id = @stationId", new { code, stationId, since }, transaction);

    private const string Select = """
        select c.code, c.station_id, c.placement, c.deputy_id, (select p.name from deputies p where p.id = c.deputy_id) as deputy_name, c.status, c.issued_at, c.grace_until, c.revoked_at, c.revoke_reason,
          coalesce((select sum(x.scans) from code_scans x where x.code = c.code), 0) as scans,
          coalesce((select sum(x.scans) from code_scans x where x.code = c.code and x.on_day >= @since), 0) as recent_scans,
          coalesce((select sum(x.placed) from code_scans x where x.code = c.code and x.on_day >= @since), 0) as placed_scans,
          coalesce((select sum(x.far) from code_scans x where x.code = c.code and x.on_day >= @since), 0) as far_scans
        from station_codes c
        """;

    private const string Insert = """
        insert into station_codes (code, station_id, placement, status, issued_at, changed_by, deputy_id) values (@code, @stationId, @placement, @Status, @now, @by, @deputyId)
        """;
}

internal sealed record CodeRow
{
    public string Code { get; init; } = "";

    public string StationId { get; init; } = "";

    public string Placement { get; init; } = "";

    public string? DeputyId { get; init; }

    public string? DeputyName { get; init; }

    public string Status { get; init; } = "";

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset? GraceUntil { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokeReason { get; init; }

    public long Scans { get; init; }

    public long RecentScans { get; init; }

    public long PlacedScans { get; init; }

    public long FarScans { get; init; }

    public CodeStatus Standing => Enum.Parse<CodeStatus>(Status);
}
