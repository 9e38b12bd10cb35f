namespace ScanDeputy.Server.Commands;

/// <summary>One word of the command line.</summary>
/// <param name="Usage">Its options; empty when it has none.</param>
/// <param name="Summary">One line for <c>help</c>.</param>
/// <param name="Flags">Options without a value. The others are settings and are read from the configuration.</param>
public sealed record Command(
    string Name, string Usage, string Summary, Func<WebApplication, IReadOnlyList<string>, CancellationToken, Task<int>> RunAsync, params IReadOnlyList<string> Flags)
{
    /// <summary>A flag as a setting of its own: the configuration would otherwise take the next word for its value.</summary>
    public string Spelled(string argument) => Flags.Contains(argument, StringComparer.Ordinal) ? $"{argument}=true" : argument;
}

/// <summary>The words after the program's name do not make sense: exit code 64.</summary>
public sealed class UsageException(string message) : Exception(message);
