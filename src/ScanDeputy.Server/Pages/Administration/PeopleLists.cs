using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>The people of one jurisdiction to choose from: deputies in office, and staff with an account.</summary>
public sealed class PeopleLists(Database database, PersonalData crypto)
{
    // A county has up to 2 200 deputies (handbook §7).
    private const int Most = 3000;

    public Task<IReadOnlyList<(string Code, string Word)>> DeputiesAsync(string jurisdiction, CancellationToken ct) => database.ReadAsync(
        async connection => PickWords.Of((await connection.QueryAsync<(string Id, string Name, string? Station, string Unit, string Place)>(SelectDeputies, new { jurisdiction, Most }))
            .Select(one => new Pickable(one.Id, one.Name, one.Station ?? one.Place, one.Unit.Length > 0 ? one.Unit : one.Place))), ct);

    public async Task<IReadOnlyList<(string Code, string Word)>> StaffAsync(string jurisdiction, CancellationToken ct)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(SelectStaff, new { jurisdiction, Most }), ct);
        return PickWords.Of(
            rows.GroupBy(row => row.Id, StringComparer.Ordinal)
                .Select(person => (Id: person.Key, Row: person.First(), Roles: string.Join('、', person.Select(row => Terms.Of(Enum.Parse<Role>(row.Role))))))
                .Select(person => new Pickable(person.Id, NameOf(person.Row), person.Row.Unit is { } unit ? $"{person.Roles}，{unit}" : person.Roles, person.Row.UserName))
                .OrderBy(person => person.Name, StringComparer.Ordinal).ThenBy(person => person.Beside, StringComparer.Ordinal));

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
        select d.id, d.name,
          (select s.name from station_deputies sd join stations s on s.id = sd.station_id where sd.deputy_id = d.id and s.active = 1 order by s.name, s.id limit 1) as station,
          d.unit, p.name as place
        from deputies d join districts p on p.code = d.district
        where d.jurisdiction = @jurisdiction and d.active = 1 order by d.name, d.id limit @Most
        """;

    private const string SelectStaff = """
        select u.id, u.name_encrypted, u.user_name, r.role,
          coalesce(
            a.name,
            (select s.name from station_keepers k join stations s on s.id = k.station_id where k.user_id = u.id and s.active = 1 order by s.name, s.id limit 1),
            t.name) as unit
        from user_roles r join users u on u.id = r.user_id left join agencies a on a.id = u.agency_id left join districts t on t.code = u.town
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

        /// <summary>The agency, a station that they keep, or the town; null for who is of the whole county.</summary>
        public string? Unit { get; init; }

        public string Role { get; init; } = "";
    }
}
