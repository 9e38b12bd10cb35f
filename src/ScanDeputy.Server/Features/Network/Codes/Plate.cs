using System.Globalization;
using System.Text;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>What a plate says.</summary>
/// <param name="Code">For typing, in groups.</param>
/// <param name="Url">What the plain code says.</param>
/// <param name="MiniProgram">WeChat's own code as a PNG; null where there is none.</param>
public sealed record PlateText(string Station, string Placement, string Code, string Url, byte[]? MiniProgram)
{
    public PlateStyle Style { get; init; } = PlateStyle.Usual;

    /// <summary>On a deputy's own plate their name stands with the station's.</summary>
    public static string NameOf(string station, string? deputy) => deputy is null ? station : NetworkTexts.Format("plate.deputy", station, deputy);
}

/// <summary>Draws plates as one SVG of true size. All measures are millimetres; texts shrink until they fit.</summary>
public static class Plate
{
    private const string Ink = "#111111";

    // Below that there is no room for a text that can be read beside the code.
    private const double WideFrom = 1.3;

    // On narrower plates each of two codes would be too small for a bad camera; the plain one opens the mini-program as well.
    private const double TwoCodesFrom = 120;

    /// <summary>Whether WeChat's code has room beside the plain one.</summary>
    public static bool ShowsBoth(PlateFormat format) =>
        format.Width / format.Columns is var width && width >= TwoCodesFrom && width <= format.Height / format.Rows * WideFrom;

    public static string Svg(PlateFormat format, PlateText text)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{format.Width}mm\" height=\"{format.Height}mm\" viewBox=\"0 0 {format.Width} {format.Height}\" font-family=\"'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{format.Width}\" height=\"{format.Height}\" fill=\"#ffffff\"/>");
        var (width, height) = (format.Width / format.Columns, format.Height / format.Rows);
        for (var row = 0; row < format.Rows; row++)
        {
            for (var column = 0; column < format.Columns; column++)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({column * width} {row * height})\">");
                Draw(svg, width, height, text);
                svg.Append("</g>");
            }
        }

        CutLines(svg, format, width, height);
        return svg.Append("</svg>").ToString();
    }

    private static void Draw(StringBuilder svg, double width, double height, PlateText text)
    {
        if (width > height * WideFrom)
            DrawWide(svg, width, height, text);
        else
            DrawTall(svg, width, height, text);
    }

    private static void DrawTall(StringBuilder svg, double width, double height, PlateText text)
    {
        var (middle, line) = (width / 2, height / 20);
        Heading(svg, text.Style, middle, line * 2, line * 1.2, width * 0.9);
        Line(svg, text.Station, middle, line * 4, line * 1.1, width * 0.9, Ink);
        var second = width < TwoCodesFrom ? null : text.MiniProgram;
        var side = Math.Min(width * (second is null ? 0.7 : 0.44), height * 0.55);
        var top = (line * 5) + (((line * 11) - side) / 2);
        if (second is { } picture)
        {
            Code(svg, text.Url, (width * 0.25) - (side / 2), top, side);
            Image(svg, "image/png", picture, (width * 0.75) - (side / 2), top, side);
        }
        else
        {
            Code(svg, text.Url, middle - (side / 2), top, side);
        }

        Line(svg, text.Code, middle, line * 17.2, line, width * 0.9, Ink);
        Line(svg, NetworkTexts.Of("plate.hint"), middle, line * 18.7, line * 0.8, width * 0.9, Ink);
    }

    private static void DrawWide(StringBuilder svg, double width, double height, PlateText text)
    {
        var side = height * 0.82;
        var (left, line) = (height * 0.09, height / 12);
        Code(svg, text.Url, left, (height - side) / 2, side);
        var (space, middle) = (width - side - (left * 2), side + left + ((width - side - left) / 2));
        Heading(svg, text.Style, middle, line * 2.5, line * 1.2, space);
        Line(svg, text.Station, middle, line * 4.6, line * 1.1, space, Ink);
        Line(svg, text.Code, middle, line * 8, line, space, Ink);
        Line(svg, NetworkTexts.Of("plate.hint"), middle, line * 10, line * 0.8, space, Ink);
    }

    /// <summary>The county's words, and its emblem before them.</summary>
    private static void Heading(StringBuilder svg, PlateStyle style, double middle, double baseline, double size, double widest)
    {
        if (style.Emblem is not { } emblem)
        {
            Line(svg, style.Heading, middle, baseline, size, widest, style.Colour);
            return;
        }

        // As high as the line, with a quarter of it between.
        var side = size * 1.5;
        var room = widest - (side * 1.25);
        var length = Math.Min(room, Ems(style.Heading) * size);
        var left = middle - ((length + (side * 1.25)) / 2);
        Image(svg, emblem.ContentType, emblem.Bytes, left, baseline - (side * 0.78), side);
        Line(svg, style.Heading, left + (side * 1.25) + (length / 2), baseline, size, room, style.Colour);
    }

    /// <summary>A text on one line, or on two when it would become too small to read on one.</summary>
    private static void Line(StringBuilder svg, string text, double middle, double baseline, double size, double widest, string colour)
    {
        var fits = widest / Ems(text);
        if (fits < size * 0.55 && text.Length > 1)
        {
            var half = (text.Length + 1) / 2;
            if (char.IsLowSurrogate(text[half]))
                half++;
            var small = Math.Min(size * 0.75, widest / Math.Max(Ems(text[..half]), Ems(text[half..])));
            Text(svg, text[..half], middle, baseline - (small * 0.6), small, colour);
            Text(svg, text[half..], middle, baseline + (small * 0.6), small, colour);
            return;
        }

        Text(svg, text, middle, baseline, Math.Min(size, fits), colour);
    }

    private static void Text(StringBuilder svg, string text, double middle, double baseline, double size, string colour) => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{middle:0.###}\" y=\"{baseline:0.###}\" font-size=\"{size:0.###}\" text-anchor=\"middle\" fill=\"{colour}\">{PrintHtml.Encode(text)}</text>");

    /// <summary>A Chinese character is as wide as it is high, a Latin one about half.</summary>
    private static double Ems(string text) => Math.Max(1, text.Sum(c => c < 0x2E80 ? 0.62 : 1.0));

    private static void Code(StringBuilder svg, string url, double x, double y, double side)
    {
        var (modules, path) = QrPicture.Path(url);
        svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{x:0.###}\" y=\"{y:0.###}\" width=\"{side:0.###}\" height=\"{side:0.###}\" viewBox=\"0 0 {modules} {modules}\" shape-rendering=\"crispEdges\"><rect width=\"{modules}\" height=\"{modules}\" fill=\"#ffffff\"/><path fill=\"#000000\" d=\"{path}\"/></svg>");
    }

    private static void Image(StringBuilder svg, string contentType, byte[] picture, double x, double y, double side) => svg.Append(
        CultureInfo.InvariantCulture, $"<image x=\"{x:0.###}\" y=\"{y:0.###}\" width=\"{side:0.###}\" height=\"{side:0.###}\" href=\"data:{contentType};base64,{Convert.ToBase64String(picture)}\"/>");

    private static void CutLines(StringBuilder svg, PlateFormat format, double width, double height)
    {
        for (var column = 1; column < format.Columns; column++)
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{column * width}\" y1=\"0\" x2=\"{column * width}\" y2=\"{format.Height}\" stroke=\"#bbbbbb\" stroke-width=\"0.2\" stroke-dasharray=\"2 2\"/>");
        for (var row = 1; row < format.Rows; row++)
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"0\" y1=\"{row * height}\" x2=\"{format.Width}\" y2=\"{row * height}\" stroke=\"#bbbbbb\" stroke-width=\"0.2\" stroke-dasharray=\"2 2\"/>");
    }
}
