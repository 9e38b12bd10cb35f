using Microsoft.Extensions.Options;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.Administration;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server;

/// <summary>What must be done before the first request. Embedded: the schema, the demo, the sandbox. Production: only looked at, never changed.</summary>
public sealed partial class Preparation(Node node, Database database, IServiceProvider services, TimeProvider clock, ILogger<Preparation> logger)
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    /// <exception cref="RefuseToStartException">No database in time, or not of this program's schema.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        // A wrong setting is said at once, not after waiting for a database.
        services.GetService<IStartupValidator>()?.Validate();
        try
        {
            if (node.Profile == Profile.Production)
                await RequireSchemaAsync(ct);
            else
                await PrepareDemoAsync(ct);
        }
        catch (SchemaException exception)
        {
            throw new RefuseToStartException(exception.Message);
        }
        catch (DatabaseUnavailableException exception)
        {
            throw new RefuseToStartException($"Database__ConnectionString: {exception.Message}");
        }
    }

    private async Task PrepareDemoAsync(CancellationToken ct)
    {
        var ran = await database.MigrateAsync(clock, ct);
        await CalendarNotices.RecordPublishedAsync(database, clock, ct);
        if (ran.Count > 0)
            Log.Migrated(logger, string.Join(", ", ran));

        if (await ClockMover.LastAsync(database, ct) is { } last && services.GetRequiredService<MovableClock>().TryMoveTo(last))
            Log.ClockGoesOn(logger, last);
        await services.GetRequiredService<EmbeddedSandbox>().StartAsync(ct);
        await services.GetRequiredService<DemoData>().SeedAsync(ct);
        await services.GetRequiredService<Personas>().IntroduceAsync(ct);
    }

    /// <summary>The database may be starting at the same time: it is given half a minute, or what is configured.</summary>
    private async Task RequireSchemaAsync(CancellationToken ct)
    {
        var migrations = Migrations.BuiltIn(database.Dialect.Name);
        var patience = services.GetRequiredService<IConfiguration>().GetValue("Database:Patience", UsualPatience);
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await Migrations.RequireAsync(database, migrations, ct);
                if (await database.ReadAsync(connection => DemoRows.FaultAsync(connection), ct) is { } fault)
                    throw new RefuseToStartException(fault);

                await services.GetRequiredService<TokenKeyRepository>().LoadAsync(ct);
                return;
            }
            catch (DatabaseUnavailableException) when (clock.GetElapsedTime(started) < patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
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
