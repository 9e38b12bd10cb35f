using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server;

/// <summary>What stands on the terminal once the program serves.</summary>
internal static class Welcome
{
    public static void Print(WebApplication app)
    {
        if (LogSetup.IsJson(app.Configuration))
        {
            LogSetup.TellAddress(app);
            return;
        }

        var node = app.Services.GetRequiredService<Node>();
        if (node.Profile == Profile.Production)
            return;

        Console.WriteLine($"""

            扫码找代表 ScanDeputy 已启动 / is running
              从这里开始 / start here:   {app.Urls.First()}/sandbox
              停止 / stop:              Ctrl-C

            """);
    }
}
