using System.Text.Json;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>The audit trail of the registers, newest first: all of a jurisdiction, of one register, or of one row.</summary>
public static class ListDataChanges
{
    /// <param name="By">An account, or <c>import</c> for the server's own command.</param>
    public sealed record Item(string Id, string Register, string Row, string By, DateTimeOffset At, IReadOnlyList<Change> Changes);

    /// <param name="Name">The column.</param>
    /// <param name="Old">Null for a row that was new.</param>
    /// <param name="New">Null for a row that was deleted.</param>
    public sealed record Change(string Name, JsonElement? Old, JsonElement? New);

    public static void Map(RouteGroupBuilder admin) => admin.MapGet("/audit", async (
        string? register, string? row, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(register, row, limit, after, user, ct)).ToHttp())
        .WithName("ListDataChanges").Produces<Page<Item>>();

    public sealed class Handler(Database database)
    {
        public async Task<Result<Page<Item>>> HandleAsync(string? register, string? row, string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;

            var values = new { user.Jurisdiction, Register = register ?? "", Row = row ?? "", After = page.Value.After ?? "~", Limit = page.Value.Limit + 1 };
            var rows = await database.ReadAsync(connection => connection.QueryAsync<Stored>(Select, values), ct);
            return page.Value.Cut<Item>([.. rows.Select(stored => stored.ToItem())], item => item.Id);
        }
    }

    private const string Select = """
        select id, register, row_id, made_by, made_at, changes from data_changes
        where jurisdiction = @Jurisdiction and id < @After and (@Register = '' or register = @Register) and (@Row = '' or row_id = @Row)
        order by id desc limit @Limit
        """;

    private sealed record Stored
    {
        public string Id { get; init; } = "";

        public string Register { get; init; } = "";

        public string RowId { get; init; } = "";

        public string MadeBy { get; init; } = "";

        public DateTimeOffset MadeAt { get; init; }

        public string Changes { get; init; } = "";

        public Item ToItem() => new(Id, Register, RowId, MadeBy, MadeAt, JsonSerializer.Deserialize<IReadOnlyList<Change>>(Changes, JsonSerializerOptions.Web)!);
    }
}
