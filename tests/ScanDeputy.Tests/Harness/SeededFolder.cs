using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server;

namespace ScanDeputy.Tests.Harness;

/// <summary>Data folders as the first start leaves them, each kind made once and copied for each test that starts at the usual time.</summary>
internal static class SeededFolder
{
    private static readonly string[] PastTables =
        ["content_checks", "case_followers", "case_agencies", "case_co_signers", "case_waits", "stages", "case_events", "alerts", "outbox", "attachment_contents", "attachments", "cases"];

    private static readonly Lazy<Task<string>> Template = new(MakeAsync);
    private static readonly Lazy<Task<string>> TemplateWithoutPast = new(MakeWithoutPastAsync);

    public static async Task<string> CopyAsync() => await CopyAsync(await Template.Value);

    /// <summary>Without the demo's own cases.</summary>
    public static async Task<string> CopyWithoutPastAsync() => await CopyAsync(await TemplateWithoutPast.Value);

    private static async Task<string> CopyAsync(string template)
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
        foreach (var file in Directory.GetFiles(template))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await TestDatabases.CopyAsync(template, folder);
        return folder;
    }

    private static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-template-").FullName;
        DeleteAtTheEnd(folder);
        var start = TestServer.UsualStart.ToString("O", CultureInfo.InvariantCulture);
        await using var app = ServerSetup.Build(
            ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Sandbox:StartAt", start, "--Jobs:Enabled", "false", .. await TestDatabases.SettingsAsync(folder)],
            WallClock.Real, builder => builder.Logging.ClearProviders());
        await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        return folder;
    }

    private static async Task<string> MakeWithoutPastAsync()
    {
        var folder = await CopyAsync();
        DeleteAtTheEnd(folder);
        var database = await TestDatabases.OpenAsync(folder);
        await database.WriteAsync(
            async scope =>
            {
                var deleted = 0;
                foreach (var table in PastTables)
                    deleted += await scope.ExecuteAsync($"delete from {table}");
                return deleted;
            },
            CancellationToken.None);
        await TestDatabases.CloseAsync(database);
        return folder;
    }

    private static void DeleteAtTheEnd(string folder) => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
}
