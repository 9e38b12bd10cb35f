using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Cases.Waiting;

/// <summary>What a case waits for, as a list shows it.</summary>
/// <param name="Owner">Of whom.</param>
/// <param name="DueOn">The last day; null where nothing sets one, or while the clock stands still.</param>
/// <param name="DaysLeft">Working days until then: 0 on the day itself, below 0 how many it is late by; null without a date.</param>
public sealed record ListedWait(WaitKind Kind, OwnerView Owner, DateTimeOffset Since, DateOnly? DueOn, bool Overdue, int? DaysLeft)
{
    /// <summary>Whose turn it is; that a supervisor has to look at a case is said to officials only.</summary>
    public static ListedWait? TurnOf(CaseDates dates, CaseNames names, bool official, DateOnly today)
    {
        if (Waits.TurnOf(dates) is not { } turn || (turn.Kind == WaitKind.Supervision && !official))
            return null;

        var owner = turn.Role == Role.Resident ? new OwnerView(turn.Role, null, Terms.Of(turn.Role)) : new OwnerView(turn.Role, turn.Id, names.Owner(new StageOwner(turn.Role, turn.Id)));
        return new ListedWait(
            turn.Kind, owner, turn.Since, turn.Until, turn.IsLate(today), turn.Until is { } on ? dates.Rules.Calendar.DaysLeft(today, on) : null);
    }
}

/// <summary>Reads for a page of cases what each waits for: in the list of what waits for me the most urgent of that, else whose turn it is.</summary>
internal static class ListedWaits
{
    /// <param name="mine">Which rows, w, are meant; null for the turn.</param>
    public static async Task<Dictionary<string, ListedWait>> LoadAsync(
        DbConnection connection, RuleBook book, IReadOnlyList<string> ids, string? mine, DynamicParameters parameters, DateOnly today)
    {
        if (ids.Count == 0)
            return [];

        parameters.Add("ids", ids);
        var rows = (await connection.QueryAsync<Row>($"{Select} and {(mine is null ? $"{Turn} order by {InTurn}" : $"{mine} order by w.place")}, w.kind", parameters)).AsList();
        var calendars = new Dictionary<string, WorkingCalendar>(StringComparer.Ordinal);
        foreach (var jurisdiction in rows.Select(row => row.Jurisdiction).Distinct(StringComparer.Ordinal))
            calendars[jurisdiction] = (await book.LoadAsync(connection, jurisdiction)).Calendar;
        return rows.DistinctBy(row => row.CaseId, StringComparer.Ordinal)
            .ToDictionary(row => row.CaseId, row => row.ToListed(today, calendars[row.Jurisdiction]), StringComparer.Ordinal);
    }

    private const string Select = """
        select w.case_id, w.kind, w.role, w.owner_id, coalesce(p.name, a.name) as owner, w.jurisdiction, w.since_at, w.due_on
        from case_waits w
        left join deputies p on w.role = 'Deputy' and p.id = w.owner_id
        left join agencies a on w.role = 'AgencyHandler' and a.id = w.owner_id
        where w.case_id in @ids
        """;

    // As Waits.TurnOf has them: a look-back or a promise may stand beside the turn. What else is beside it is not for residents.
    private const string InTurn =
        $"case w.kind when '{nameof(WaitKind.Promise)}' then 2 when '{nameof(WaitKind.LookBack)}' then 1 else 0 end";

    private static readonly string Turn =
        $"w.kind in ('{WaitKind.Stage}', '{WaitKind.LookBack}', '{WaitKind.Verdict}', '{WaitKind.Evaluation}', '{WaitKind.Promise}')";

    private sealed record Row
    {
        public string CaseId { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Role { get; init; } = "";

        public string OwnerId { get; init; } = "";

        public string? Owner { get; init; }

        public string Jurisdiction { get; init; } = "";

        public DateTimeOffset SinceAt { get; init; }

        public DateOnly? DueOn { get; init; }

        public ListedWait ToListed(DateOnly today, WorkingCalendar calendar)
        {
            var role = Enum.Parse<Role>(Role);
            // An office has no id, and a resident is not named in lists.
            var owner = new OwnerView(role, Owner is null ? null : OwnerId, Owner ?? Terms.Of(role));
            return new ListedWait(
                Enum.Parse<WaitKind>(Kind), owner, SinceAt, DueOn, today > DueOn, DueOn is { } on ? calendar.DaysLeft(today, on) : null);
        }
    }
}
