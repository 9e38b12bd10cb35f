using System.Data.Common;
using System.Text;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Commands;

/// <summary>The same program as a tool for those who run it: a first word that is a command's name.</summary>
public static class CommandLine
{
    public const int Done = 0;

    /// <summary>The command did its work and found something wrong.</summary>
    public const int FoundFaults = 1;

    /// <summary>EX_USAGE.</summary>
    public const int Misused = 64;

    private static readonly IReadOnlyList<Command> All =
    [
        MigrateCommand.Description,
        CheckCommand.Description,
        FirstAdminCommand.Description,
        ImportCommand.Description,
        DistrictsCommand.Description,
        BackupCommand.Description,
        RestoreCommand.Description,
        VerifyLedgerCommand.Description,
        PruneAuditCommand.Description,
        RecomputeCommand.Description,
        RotateKeysCommand.Description,
        ResetSecondFactorCommand.Description,
    ];

    /// <summary>Null when the arguments ask for the server itself.</summary>
    public static string? CommandIn(string[] args) => args is [var first, ..] && !first.StartsWith('-') && !first.Contains('=', StringComparison.Ordinal) ? first : null;

    /// <returns>The exit code.</returns>
    /// <exception cref="RefuseToStartException">The settings do not allow it.</exception>
    public static async Task<int> RunAsync(string name, string[] args, TimeProvider realClock, CancellationToken ct)
    {
        if (name == "help")
        {
            Console.Write(Help());
            return Done;
        }

        if (All.FirstOrDefault(command => command.Name == name) is not { } command)
        {
            await Console.Error.WriteLineAsync($"'{name}' is not a command.\n{Help()}");
            return Misused;
        }

        try
        {
            return await RunAsync(command, args, realClock, ct);
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message}\nusage: ScanDeputy.Server {command.Name} {command.Usage}");
            return Misused;
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

    /// <summary>For commands that need this program's schema.</summary>
    /// <exception cref="SchemaException">It is not there, or another one.</exception>
    public static async Task<Database> DatabaseOfAsync(WebApplication app, CancellationToken ct)
    {
        var database = app.Services.GetRequiredService<Database>();
        try
        {
            await Migrations.RequireAsync(database, Migrations.BuiltIn(database.Dialect.Name), ct);
            return database;
        }
        catch (DbException)
        {
            // SQLite: there is no file, or one that is no database.
            throw new SchemaException("The database cannot be opened: run the command 'migrate' first, or look at Data__Directory.");
        }
    }

    /// <summary>An option that must be given.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static string Required(this IConfiguration configuration, string option) =>
        configuration[option] is { Length: > 0 } value ? value : throw new UsageException($"--{option} is missing.");

    private static async Task<int> RunAsync(Command command, string[] args, TimeProvider realClock, CancellationToken ct)
    {
        // Words are the command's own; settings are written --Name value or Name=value, as for the server.
        var words = args.Skip(1).TakeWhile(word => !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal)).ToList();
        var settings = args.Skip(1 + words.Count).Select(command.Spelled);
        await using var app = ServerSetup.Build([.. settings], realClock, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        return await command.RunAsync(app, words, ct);
    }

    private static string Help()
    {
        var text = new StringBuilder("Without a word the server starts. Commands, with the same settings as the server (--Name value, or variables Name=value):\n");
        foreach (var command in All)
            text.Append("  ").Append((command.Name + " " + command.Usage).TrimEnd()).Append("\n      ").Append(command.Summary).Append('\n');
        return text.Append("  help\n      Prints this.\n").ToString();
    }
}
