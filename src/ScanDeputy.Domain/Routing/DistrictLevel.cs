namespace ScanDeputy.Domain.Routing;

/// <summary>
/// The levels of the administrative division, the widest first. A deputy's level (国、省、市、县、乡) is one of the first five.
/// </summary>
public enum DistrictLevel
{
    Nation,
    Province,
    City,
    County,
    Town,
    Village,
}
