using System.Globalization;
using System.Text.RegularExpressions;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>How a county's plates look: the colour and words of the heading, and the emblem before it.</summary>
/// <param name="Colour">Of the heading, as <c>#rrggbb</c>.</param>
/// <param name="Emblem">A PNG or JPEG; null for none.</param>
public sealed partial record PlateStyle(string Colour, string Heading, PlateEmblem? Emblem)
{
    public const string UsualColour = "#0b6e3a";
    public const int LongestHeading = 20;

    // What WCAG 2.2 asks of large texts on white.
    private const double LeastContrast = 3;

    public static PlateStyle Usual { get; } = new(UsualColour, NetworkTexts.Of("plate.title"), null);

    /// <summary>Whether a text of this colour can be read on white.</summary>
    public static bool IsReadable(string? colour) => colour is not null && Hex().IsMatch(colour) && 1.05 / (LuminanceOf(colour) + 0.05) >= LeastContrast;

    /// <summary>Relative luminance (WCAG 2.2).</summary>
    private static double LuminanceOf(string colour)
    {
        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));

        double Part(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hex();
}

/// <param name="ContentType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Bytes">Nothing left in it but the picture.</param>
public sealed record PlateEmblem(string ContentType, byte[] Bytes);
