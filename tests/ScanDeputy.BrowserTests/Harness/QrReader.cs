using System.Diagnostics;
using Xunit;

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>Reads a QR code from a picture as a phone does: with a reader that is not ours.</summary>
internal static class QrReader
{
    public static async Task<string> ReadAsync(string picture)
    {
        using var process = Process.Start(new ProcessStartInfo("zbarimg", ["-q", "--raw", picture]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return text.Trim();
    }
}
