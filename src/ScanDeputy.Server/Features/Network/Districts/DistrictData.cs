using System.Text;
using ScanDeputy.Domain.Routing;

namespace ScanDeputy.Server.Features.Network.Districts;

/// <summary>One district of the shipped data. Parent is null where the data begin: at the province.</summary>
public sealed record District(DistrictCode Code, string Name, DistrictLevel Level, DistrictCode? Parent);

/// <summary>
/// The districts that come with the program, one file a county, from the statistical district codes (统计用区划代码) of the
/// National Bureau of Statistics. A line is the code without its trailing zero groups, a tab and the name; level and parent
/// follow from the code.
/// </summary>
public static class DistrictData
{
    /// <summary>The county's districts with its province and city, every parent before its children.</summary>
    /// <param name="county">Six digits, such as 371311 (罗庄区).</param>
    /// <exception cref="ArgumentException">No data of that county are shipped.</exception>
    /// <exception cref="FormatException">The shipped file has a line that is not a district.</exception>
    public static IReadOnlyList<District> Load(string county)
    {
        using var stream = typeof(DistrictData).Assembly.GetManifestResourceStream($"Districts/{county}.tsv")
            ?? throw new ArgumentException($"No district data of county '{county}' are shipped.", nameof(county));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        List<District> districts = [];
        while (reader.ReadLine() is { } line)
            districts.Add(Read(line));
        return districts;
    }

    private static District Read(string line)
    {
        if (line.Split('\t') is not [var digits, { Length: > 0 } name])
            throw new FormatException($"'{line}' is not a code, a tab and a name.");
        var code = DistrictCode.Parse(digits);
        return new District(code, name, code.Level, code.Level == DistrictLevel.Province ? null : code.Parent);
    }
}
