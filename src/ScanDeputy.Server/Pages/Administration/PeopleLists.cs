using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>The people of one jurisdiction to choose from: deputies in office, and staff with an account.</summary>
public sealed class PeopleLists(Database database, PersonalData crypto)
{
    // A county has up to 2 200 deputies (handbook §7).
    private const int Most = 3000;

    public Task<IReadOnlyList<(string Code, string Word)>> DeputiesAsync(string jurisdiction, CancellationToken ct) => database.ReadAsync(
        async connection => (IReadOnlyList<(string, string)>)(await connection.QueryAsync<(string, string)>(SelectDeputies, new { jurisdiction, Most })).AsList(), ct);

    public async Task<IReadOnlyList<(string Code, string Word)>> StaffAsync(string jurisdiction, CancellationToken ct)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(SelectStaff, new { jurisdiction, Most }), ct);
        return
        [
            .. rows.GroupBy(row => row.Id, StringComparer.Ordinal)
                .Select(person => (person.Key, Word: $"{NameOf(person.First())}（{string.Join('、', person.Select(row => Terms.Of(Enum.Parse<Role>(row.Role))))}）"))
                .OrderBy(person => person.Word, StringComparer.Ordinal),
        ];
    }

    /// <summary>Who keeps a station, in office.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> KeepersAsync(string jurisdiction, string stationId, CancellationToken ct) =>
    [
        .. (await database.ReadAsync(connection => connection.QueryAsync<Row>(SelectKeepers, new { jurisdiction, stationId }), ct))
            .Select(row => (row.Id, NameOf(row))).OrderBy(keeper => keeper.Item2, StringComparer.Ordinal),
    ];

    /// <summary>The newest changes of accounts, or of one: when, whose account, what, by whom, and how or why.</summary>
    public async Task<IReadOnlyList<string>> ChangesAsync(string jurisdiction, CancellationToken ct, string? userId = null)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<ChangeRow>(SelectChanges, new { jurisdiction, userId }), ct);
        return [.. rows.Select(row => string.Join(
            ' ', ChinaText.Moment(row.MadeAt), NameOf(row.Id, row.NameEncrypted, row.UserName), Terms.Find($"AccountChange.{row.Kind}") ?? row.Kind,
            row.MadeBy == row.Id ? "" : $"（{NameOf(row.MadeBy, row.ByName, row.ByUser)}）", row.Reason ?? ""))];
    }

    private string NameOf(string id, string? encrypted, string? userName) => crypto.DecryptOrNull(PersonalDataPurpose.Name, encrypted) ?? userName ?? id;

    private string NameOf(Row row) => NameOf(row.Id, row.NameEncrypted, row.UserName);

    private const string SelectDeputies = """
        select id, name from deputies where jurisdiction = @jurisdiction and active = 1 order by name, id limit @Most
        """;

    private const string SelectStaff = """
        select u.id, u.name_encrypted, u.user_name, r.role from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role <> 'Resident' and u.active = 1 order by r.role, u.id limit @Most
        """;

    private const string SelectKeepers = """
        select u.id, u.name_encrypted, u.user_name, 'StationKeeper' as role from station_keepers k join users u on u.id = k.user_id
        where k.station_id = @stationId and u.jurisdiction = @jurisdiction and u.active = 1
        """;

    private const string SelectChanges = """
        select u.id, u.name_encrypted, u.user_name, c.kind, c.reason, c.made_by, c.made_at, b.name_encrypted as by_name, b.user_name as by_user
        from account_changes c join users u on u.id = c.user_id left join users b on b.id = c.made_by
        where u.jurisdiction = @jurisdiction and (@userId is null or c.user_id = @userId) order by c.made_at desc, c.id limit 10
        """;

    private sealed record ChangeRow
    {
        public string Id { get; init; } = "";

        public string? NameEncrypted { get; init; }

        public string? UserName { get; init; }

        public string Kind { get; init; } = "";

        public string? Reason { get; init; }

        public string MadeBy { get; init; } = "";

        public DateTimeOffset MadeAt { get; init; }

        public string? ByName { get; init; }

        public string? ByUser { get; init; }
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string? NameEncrypted { get; init; }

        public string? UserName { get; init; }

        public string Role { get; init; } = "";
    }
}
