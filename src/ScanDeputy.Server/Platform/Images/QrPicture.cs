using System.Globalization;
using System.Text;
using QRCoder;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// QR codes for a station's door: error correction Q (a quarter may be scratched or covered) and the quiet zone of four
/// modules that ISO/IEC 18004 asks for.
/// </summary>
public static class QrPicture
{
    private const int LargestPixels = 8192;

    /// <summary>A black and white PNG, as large as whole modules allow, never larger than asked for.</summary>
    /// <param name="text">What the code says; at most 1 663 bytes of UTF-8 fit.</param>
    /// <param name="pixels">The side of the square, quiet zone included; up to 8192.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer pixels than modules, or more than allowed.</exception>
    public static byte[] Png(string text, int pixels)
    {
        using var data = Encode(text);
        // The matrix of QRCoder contains the quiet zone.
        var modules = data.ModuleMatrix.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, modules);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, LargestPixels);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(pixels / modules, drawQuietZones: true);
    }

    /// <summary>An SVG without a fixed size, for print at any size.</summary>
    public static string Svg(string text)
    {
        using var data = Encode(text);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(1, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>The dark modules as an SVG path in units of one module, the quiet zone included, and how many modules a side has.</summary>
    public static (int Modules, string Path) Path(string text)
    {
        using var data = Encode(text);
        var path = new StringBuilder();
        for (var y = 0; y < data.ModuleMatrix.Count; y++)
        {
            var row = data.ModuleMatrix[y];
            for (var x = 0; x < row.Count; x++)
            {
                var start = x;
                while (x < row.Count && row[x])
                    x++;
                if (x > start)
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }

        return (data.ModuleMatrix.Count, path.ToString());
    }

    private static QRCodeData Encode(string text) => QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.Q);
}
