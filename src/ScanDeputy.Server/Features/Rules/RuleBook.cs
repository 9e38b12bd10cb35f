using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>
/// Reads what a jurisdiction's dates are counted with, in the caller's transaction: what one node has imported holds on all of them with the
/// next read. Calendars are built once; after that only the notices' ids are read.
/// </summary>
public sealed class RuleBook
{
    /// <summary>Where a jurisdiction's code would stand, for the notices that hold for everybody.</summary>
    public const string Everywhere = "";

    private readonly ConcurrentDictionary<string, Built> _built = new(StringComparer.Ordinal);

    public async Task<DateRules> LoadAsync(DbConnection connection, string jurisdiction, DbTransaction? transaction = null)
    {
        IEnumerable<Policies.Row> policies;
        IEnumerable<string> notices;
        await using (var found = await connection.QueryMultipleAsync(
            $"{Policies.Select} where jurisdiction = @jurisdiction; {SelectNotices} or jurisdiction = @jurisdiction order by id", new { jurisdiction }, transaction))
        {
            policies = await found.ReadAsync<Policies.Row>();
            notices = await found.ReadAsync<string>();
        }

        return await LoadAsync(connection, jurisdiction, policies, notices, transaction);
    }

    /// <summary>The calendar where no jurisdiction is asked for.</summary>
    public async Task<WorkingCalendar> EverywhereAsync(DbConnection connection) => (await LoadAsync(connection, Everywhere)).Calendar;

    /// <summary>The same from what the caller has read on a trip of its own.</summary>
    /// <param name="policies">What <see cref="Policies.Select"/> found.</param>
    /// <param name="notices">What <see cref="SelectNotices"/> found, in order.</param>
    internal async Task<DateRules> LoadAsync(
        DbConnection connection, string jurisdiction, IEnumerable<Policies.Row> policies, IEnumerable<string> notices, DbTransaction? transaction = null)
    {
        var key = string.Join(',', notices);
        if (!_built.TryGetValue(jurisdiction, out var built) || built.Key != key)
        {
            _built[jurisdiction] = built = new Built(key, CalendarNotices.Of(await CalendarNotices.ListAsync(connection, jurisdiction, transaction)));
        }

        return new DateRules(built.Calendars, Policies.Of(policies));
    }

    /// <summary>Ids of the notices that hold everywhere; to be continued with "or jurisdiction = …" and the order.</summary>
    internal const string SelectNotices = "select id from calendar_notices where jurisdiction = ''";

    private sealed record Built(string Key, CalendarHistory Calendars);
}
