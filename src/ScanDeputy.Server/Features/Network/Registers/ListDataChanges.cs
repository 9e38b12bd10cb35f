using System.Text.Json;
using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>The last changes of one row of a register, newest first, for its page; all of the audit trail is at <c>/admin/audit</c>.</summary>
public static class ListDataChanges
{
    private const int Shown = 20;

    /// <param name="By">An account, or <c>import</c> for the server's own command.</param>
    public sealed record Item(string By, DateTimeOffset At, IReadOnlyList<Change> Changes);

    /// <param name="Name">The column.</param>
    /// <param name="Old">Null for a row that was new.</param>
    /// <param name="New">Null for a row that was deleted.</param>
    public sealed record Change(string Name, JsonElement? Old, JsonElement? New);

    public sealed class Handler(Database database)
    {
        public async Task<IReadOnlyList<Item>> HandleAsync(string register, string row, CurrentUser user, CancellationToken ct)
        {
            var values = new { user.Jurisdiction, register, row, Kind = AuditKinds.DataChanged, Shown };
            var rows = await database.ReadAsync(connection => connection.QueryAsync<Stored>(Select, values), ct);
            return [.. rows.Select(stored => new Item(stored.MadeBy, stored.At, JsonSerializer.Deserialize<IReadOnlyList<Change>>(stored.Details, JsonSerializerOptions.Web)!))];
        }
    }

    private const string Select = """
        select made_by, at, details from audit_events
        where chain = @Jurisdiction and object = @register and object_id = @row and kind = @Kind order by id desc limit @Shown
        """;

    private sealed record Stored
    {
        public string MadeBy { get; init; } = "";

        public DateTimeOffset At { get; init; }

        public string Details { get; init; } = "";
    }
}
