namespace ScanDeputy.Domain.Stations;

/// <summary>The symbol beside a category's name, so that people who read slowly find theirs. Drawn by us: the pages and the mini-program have the same ones.</summary>
public enum CategoryIcon
{
    Road,
    Light,
    Manhole,
    Water,
    Drain,
    Heating,
    Power,
    Environment,
    Greening,
    Traffic,
    Parking,
    Bus,
    Housing,
    School,
    Health,
    Elderly,
    Childcare,
    Safety,
    Work,
    Farming,
    Market,
    Law,
    Culture,
    Other,
}
