namespace ScanDeputy.Domain.Stations;

/// <summary>Kinds of liaison stations (handbook §6): 中心站, 联络站, 联络点, 工作室, 行业站, 移动站. A mobile one has no fixed place.</summary>
public enum StationKind
{
    Central,
    Liaison,
    Point,
    Studio,
    Trade,
    Mobile,
}
