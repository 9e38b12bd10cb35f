using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Waiting;

/// <summary>What waits in a supervisor's jurisdiction, or in their town, by whose turn it is: the most overdue first.</summary>
public sealed class CountByParty(Database database, TimeProvider clock)
{
    private const int Most = 20;

    /// <param name="AgencyId">To look at its cases alone; null for a deputy or an office.</param>
    public sealed record Party(string Name, string? AgencyId, int Total, int Overdue);

    public async Task<IReadOnlyList<Party>> HandleAsync(CurrentUser user, CancellationToken ct)
    {
        if (!user.Is(Role.Supervisor))
            return [];

        var values = new { user.Jurisdiction, user.Town, today = Columns.Text(ChinaTime.Today(clock)), Most };
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(Select, values), ct);
        return [.. rows.Select(row => new Party(row.Owner ?? Terms.Of(Enum.Parse<Role>(row.Role)), row.Role == nameof(Role.AgencyHandler) ? row.OwnerId : null, (int)row.Total, (int)row.Late))];
    }

    private const string Select = $"""
        select w.role, w.owner_id, coalesce(p.name, a.name) as owner, count(distinct w.case_id) as total, coalesce(sum(case when {Overdue.OfWait} then 1 else 0 end), 0) as late
        from case_waits w
        left join deputies p on w.role = 'Deputy' and p.id = w.owner_id
        left join agencies a on w.role = 'AgencyHandler' and a.id = w.owner_id
        where w.jurisdiction = @Jurisdiction and w.role <> 'Resident' and (@Town is null or w.town = @Town)
        group by w.role, w.owner_id, p.name, a.name order by late desc, total desc, w.role, w.owner_id limit @Most
        """;

    private sealed record Row
    {
        public string Role { get; init; } = "";

        public string OwnerId { get; init; } = "";

        public string? Owner { get; init; }

        public long Total { get; init; }

        public decimal Late { get; init; }
    }
}
