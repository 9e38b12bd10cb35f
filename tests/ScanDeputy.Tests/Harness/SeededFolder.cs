using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server;

namespace ScanDeputy.Tests.Harness;

/// <summary>A data folder as the first start leaves it, made once and copied for each test that starts at the usual time.</summary>
internal static class SeededFolder
{
    private static readonly Lazy<Task<string>> Template = new(MakeAsync);

    public static async Task<string> CopyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
        foreach (var file in Directory.GetFiles(await Template.Value))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await TestDatabases.CopyAsync(await Template.Value, folder);
        return folder;
    }

    private static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var start = TestServer.UsualStart.ToString("O", CultureInfo.InvariantCulture);
        await using var app = ServerSetup.Build(
            ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Sandbox:StartAt", start, "--Jobs:Enabled", "false", .. await TestDatabases.SettingsAsync(folder)],
            WallClock.Real, builder => builder.Logging.ClearProviders());
        await app.Services.GetRequiredService<Startup>().RunAsync(CancellationToken.None);
        return folder;
    }
}
