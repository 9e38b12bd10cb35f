using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>A size of paper and how many plates of one code stand on it; millimetres.</summary>
public sealed record PlateFormat(string Name, double Width, double Height, int Columns, int Rows) : IClosedList
{
    /// <summary>Names as the API has them.</summary>
    public static IReadOnlyList<PlateFormat> All { get; } =
    [
        new("a4-1", 210, 297, 1, 1),
        new("a4-2", 210, 297, 1, 2),
        new("a4-6", 210, 297, 2, 3),
        new("a4-12", 210, 297, 3, 4),
        new("door-a5", 148, 210, 1, 1),
        new("door-a6", 105, 148, 1, 1),
        new("card", 90, 54, 1, 1),
    ];

    public static IReadOnlyList<string> Values { get; } = [.. All.Select(format => format.Name)];

    public static PlateFormat? Find(string? name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The page's name in the print style, which gives it its size.</summary>
    public string Paper => Name.StartsWith("a4", StringComparison.Ordinal) ? "a4" : Name;
}
