namespace ScanDeputy.Domain.Routing;

/// <summary>What represents the people of a district (handbook §6).</summary>
public enum DistrictBody
{
    /// <summary>人民代表大会: elected, with deputies of its own level.</summary>
    Congress,

    /// <summary>人大工作委员会: a body of the county's standing committee in a street or a zone, which has no congress.</summary>
    WorkCommittee,

    /// <summary>居民议政会: residents' representatives who meet in a street; no congress either.</summary>
    Council,
}

/// <summary>The body that a district has unless somebody says otherwise.</summary>
public static class DistrictBodies
{
    // Of the three digits of a town: 001–099 are streets, 100–399 towns and townships, 400 and above zones and farms that are run like one.
    private const int LastStreet = 99;
    private const int FirstZone = 400;

    /// <returns>Null for the nation's parts that have none: villages and communities govern themselves.</returns>
    public static DistrictBody? Of(DistrictCode code, string name, DistrictBody? said = null)
    {
        if (code.Level is DistrictLevel.Village or DistrictLevel.Nation)
            return null;
        if (said is not null || code.Level != DistrictLevel.Town)
            return said ?? DistrictBody.Congress;

        var town = int.Parse(code.Short.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture);
        return town is <= LastStreet or >= FirstZone || name.EndsWith("街道", StringComparison.Ordinal) || name.EndsWith("街道办事处", StringComparison.Ordinal)
            ? DistrictBody.WorkCommittee
            : DistrictBody.Congress;
    }
}
