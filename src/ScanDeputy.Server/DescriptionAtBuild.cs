using System.Reflection;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server;

/// <summary>
/// The build asks the program it has just made for the description of its API (Microsoft.Extensions.ApiDescription.Server): the tool loads it, starts it
/// without a port and writes what <c>/openapi/v1.json</c> would answer into <c>obj</c>. There is no demo to fill and nothing to do then.
/// </summary>
public static class DescriptionAtBuild
{
    private const string Tool = "GetDocument.Insider";

    public static bool IsAsked => Assembly.GetEntryAssembly()?.GetName().Name == Tool;

    /// <returns>The exit code, when the tool has read what it wanted.</returns>
    public static async Task<int> AnswerAsync(TimeProvider realClock)
    {
        var directory = Directory.CreateTempSubdirectory("scandeputy-description-");
        try
        {
            await using var app = ServerSetup.Build([$"--Data:Directory={directory.FullName}", "--Jobs:Enabled=false", "--Roles=api"], realClock);
            await app.Services.GetRequiredService<Database>().MigrateAsync(realClock, CancellationToken.None);
            await app.RunAsync();
            return 0;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
