using ScanDeputy.Server.Features.Administration;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;

namespace ScanDeputy.Server.Commands;

/// <summary>Brings the database to this version's schema. May be run by any number of programs at once, and again after a crash.</summary>
public static class MigrateCommand
{
    public static readonly Command Description = new("migrate", "", "Brings the database to this version's schema.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        using var owner = DatabasePlatform.OpenAsOwner(app.Services);
        var database = owner ?? app.Services.GetRequiredService<Database>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        if (app.Services.GetRequiredService<Node>().Profile == Profile.Production && await DemoRows.FaultAsync(database, ct) is { } fault)
        {
            await Console.Error.WriteLineAsync($"{fault} Nothing was changed.");
            return CommandLine.FoundFaults;
        }

        var ran = await database.MigrateAsync(clock, ct);
        await CalendarNotices.RecordPublishedAsync(database, clock, ct);
        Console.WriteLine(ran.Count == 0 ? "The schema is up to date." : $"Ran {string.Join(", ", ran)}.");
        if (owner is not null)
            Console.WriteLine(await LimitAsync(owner, app.Configuration[DatabasePlatform.ConnectionSetting]!, ct));
        return CommandLine.Done;
    }

    private static async Task<string> LimitAsync(MySqlDatabase owner, string running, CancellationToken ct) => await RunningAccount.LimitAsync(owner, running, ct) is { } account
        ? $"The program runs as {account}, which may write rows and neither change the schema nor what was recorded."
        : "Database__ConnectionString names the account that owns the schema as well: the program can change what was recorded.";
}
