using QRCoder;

namespace ScanDeputy.WeChat.Sandbox.Pictures;

/// <summary>
/// Stands in for WeChat's round code: an ordinary QR code, so that an end-to-end test (or a phone) can really read page and scene.
/// </summary>
internal static class CodePicture
{
    private const int QuietZone = 4;

    public static byte[] Draw(string text, int width)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        // QRCoder's matrix has its own quiet zone; the picture's margin is on top of it.
        var matrix = data.ModuleMatrix;
        var scale = Math.Max(1, width / matrix.Count);
        var margin = Math.Max(0, (width - (scale * matrix.Count)) / 2);
        var grey = new byte[width * width];
        Array.Fill(grey, byte.MaxValue);
        for (var row = QuietZone; row < matrix.Count - QuietZone; row++)
        {
            for (var column = QuietZone; column < matrix.Count - QuietZone; column++)
            {
                if (matrix[row][column]) Fill(grey, width, margin + (row * scale), margin + (column * scale), scale);
            }
        }

        return JpegEncoder.Encode(grey, width, width);
    }

    private static void Fill(byte[] grey, int width, int top, int left, int size)
    {
        for (var y = top; y < top + size; y++) grey.AsSpan((y * width) + left, size).Clear();
    }
}
