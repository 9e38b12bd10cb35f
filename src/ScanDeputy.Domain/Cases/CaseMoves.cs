using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// Decides: a case, a command, and what the asker is to the case → the facts that follow, or a refusal. Pure; the only door
/// through which a case changes, so that an illegal move is impossible and not only hidden in a page (handbook §3).
/// </summary>
public sealed class CaseMoves(DateRules rules)
{
    public CaseMoves(CalendarHistory calendars, PolicyHistory policies)
        : this(new DateRules(calendars, policies))
    {
    }

    /// <summary>The last day, inclusive, on which the resident may evaluate the last answer; null without an answer, or while its promise is open (handbook §3: 15 days).</summary>
    public DateOnly? EvaluationEndsOn(Case state) => EvaluateCommand.EndsOn(state, rules.Policies);

    public Result<IReadOnlyList<Fact>> Decide(Case state, CaseCommand command, IReadOnlyCollection<Party> asker, DateTimeOffset at)
    {
        Party[] by = [.. asker.Where(party => state.Has(party) && MoveTable.Allows(command.Move, party, state.Status))];
        var now = new MoveContext(state, by, at, rules);
        if (!MoveTable.Rows.Any(row => row.Move == command.Move && IsOpen(row, now)))
            return new Refusal(CaseRefusals.MoveNotAllowed) { TextCode = by.Length > 0 ? command.WhyNot(now) : null };

        return command.Check(now) is { } refusal ? refusal : Result.Of(command.Facts(now));
    }

    /// <summary>The moves this asker may make now, in the order of the table. The program's own moves are never among them.</summary>
    public IReadOnlyList<Move> Allowed(Case state, IReadOnlyCollection<Party> asker, DateTimeOffset at)
    {
        var now = new MoveContext(state, asker, at, rules);
        return [.. MoveTable.Rows.Where(row => IsOpen(row, now)).Select(row => row.Move).Distinct()];
    }

    private static bool IsOpen(MoveTable.Row row, MoveContext now) =>
        row.From.Contains(now.State.Status) && row.By.Any(party => now.By.Contains(party) && now.State.Has(party)) && (row.When is null || row.When(now with { By = [.. now.By.Where(row.By.Contains)] }));
}
