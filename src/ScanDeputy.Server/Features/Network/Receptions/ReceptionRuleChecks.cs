using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>What a rule's own row cannot say: whether station and deputies are there, and whether each exception is about a day that there is.</summary>
internal sealed class ReceptionRuleChecks(RuleBook book, string jurisdiction)
{
    private static readonly HashSet<string> Nobody = [];

    public async Task CheckAsync(WriteScope scope, IReadOnlyList<MasterData.ReceptionRuleLine> lines, Func<string, bool> stations, Func<string, bool> deputies)
    {
        if (lines.Count == 0)
            return;

        var calendar = (await book.LoadAsync(scope.Connection, jurisdiction, scope.Transaction)).Calendar;
        foreach (var line in lines)
        {
            if (line.Station.Length > 0 && !stations(line.Station))
                line.Row.Fault("station", "unknown_reference", line.Station, "stations.csv");
            foreach (var number in line.Deputies.Where(number => !deputies(number)))
                line.Row.Fault("deputies", "unknown_reference", number, "deputies.csv");
            foreach (var number in line.Exceptions.SelectMany(exception => exception.Deputies).Where(number => !deputies(number)))
                line.Row.Fault("exceptions", "unknown_reference", number, "deputies.csv");
            if (line.Exceptions.Count == 0 || line.StartsOn == default)
                continue;

            // A day that is held on another date by itself lies near it.
            var days = line.Recurrence.Days(line.StartsOn, line.Exceptions[^1].On.AddDays(40));
            foreach (var idle in ReceptionPlan.Idle(new ReceptionRule(line.DayOff, [], Nobody, line.AtOnce, line.Exceptions), days, calendar))
                line.Row.Fault("exceptions", "exception_idle", Columns.Text(idle.On));
        }
    }
}
