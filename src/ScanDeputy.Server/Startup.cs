using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Sandbox;

namespace ScanDeputy.Server;

/// <summary>What must be done before the first request: the schema, the demo, the sandbox.</summary>
public sealed partial class Startup(
    SqliteDatabase database, DemoData demo, EmbeddedSandbox sandbox, Personas personas, MovableClock clock, ILogger<Startup> logger)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var ran = Migrate();
        if (ran.Count > 0)
            Log.Migrated(logger, string.Join(", ", ran));

        if (await ClockMover.LastAsync(database, ct) is { } last && clock.TryMoveTo(last))
            Log.ClockGoesOn(logger, last);
        await sandbox.StartAsync(ct);
        await demo.SeedAsync(ct);
        await personas.IntroduceAsync(ct);
    }

    private IReadOnlyList<string> Migrate()
    {
        try
        {
            return Migrator.Run(database, Migrator.BuiltIn(database.Dialect.Name), clock);
        }
        catch (SchemaException exception)
        {
            throw new RefuseToStartException(exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Information, "Ran migrations {Names}.")]
        public static partial void Migrated(ILogger logger, string names);

        [LoggerMessage(11, LogLevel.Information, "The clock of this data folder was moved to {LastAt:O}; it goes on from there.")]
        public static partial void ClockGoesOn(ILogger logger, DateTimeOffset lastAt);
    }
}
