using ScanDeputy.Server.Platform;

namespace ScanDeputy.Server.Commands;

/// <summary>The same program as a tool for those who run it: a first word that is a command's name.</summary>
public static class CommandLine
{
    public const int Done = 0;

    /// <summary>EX_USAGE.</summary>
    public const int Misused = 64;

    private static readonly IReadOnlyDictionary<string, Func<WebApplication, IReadOnlyList<string>, CancellationToken, Task<int>>> All =
        new Dictionary<string, Func<WebApplication, IReadOnlyList<string>, CancellationToken, Task<int>>>(StringComparer.Ordinal)
        {
            ["migrate"] = MigrateCommand.RunAsync,
        };

    /// <summary>Null when the arguments ask for the server itself.</summary>
    public static string? CommandIn(string[] args) => args is [var first, ..] && !first.StartsWith('-') && !first.Contains('=', StringComparison.Ordinal) ? first : null;

    /// <returns>The exit code.</returns>
    /// <exception cref="RefuseToStartException">The settings do not allow it.</exception>
    public static async Task<int> RunAsync(string command, string[] args, TimeProvider realClock, CancellationToken ct)
    {
        if (!All.TryGetValue(command, out var run))
        {
            await Console.Error.WriteLineAsync($"'{command}' is not a command: use {string.Join(", ", All.Keys)}, or none to start the server.");
            return Misused;
        }

        // Words are the command's own; settings are written --Name value or Name=value, as for the server.
        var words = args.Skip(1).TakeWhile(word => !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal)).ToList();
        await using var app = ServerSetup.Build([.. args.Skip(1 + words.Count)], realClock, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        return await run(app, words, ct);
    }
}
