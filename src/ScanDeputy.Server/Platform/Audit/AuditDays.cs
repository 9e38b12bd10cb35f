using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Server.Platform.Audit;

/// <summary>Where each chain stood at the end of each day, China time, collected while the chains are walked once.</summary>
internal sealed class AuditDays
{
    private readonly List<(AuditHead Begin, List<(DateOnly Day, AuditHead Head)> Days)> _chains = [];

    /// <param name="begin">What was left when old entries were deleted; sequence 0 where none were.</param>
    public void Begin(AuditHead begin) => _chains.Add((begin, []));

    public void Add(AuditRow row)
    {
        var (days, day) = (_chains[^1].Days, ChinaTime.DateOf(row.At));
        var head = new AuditHead { Chain = row.Chain, Sequence = row.Sequence, Hash = row.Hash };
        if (days.Count > 0 && days[^1].Day == day)
            days[^1] = (day, head);
        else
            days.Add((day, head));
    }

    /// <returns>Null when some of its entries are deleted.</returns>
    public string? RootOf(DateOnly day)
    {
        var heads = new List<AuditHead>();
        foreach (var (begin, days) in _chains)
        {
            if (days.Where(one => one.Day <= day).Select(one => one.Head).MaxBy(head => head.Sequence) is { } head)
                heads.Add(head);
            else if (begin.Sequence > 0)
                return null;
        }

        return AuditRoots.Of(heads);
    }
}
