namespace ScanDeputy.Server.Platform.Checks;

public enum CheckLevel
{
    Ok,

    /// <summary>The program works; somebody should look at it.</summary>
    Warning,

    Fault,
}

/// <summary>One line of the command <c>check</c>, in English, for those who run the program.</summary>
public sealed record CheckResult(CheckLevel Level, string Name, string Text)
{
    public static CheckResult Ok(string name, string text) => new(CheckLevel.Ok, name, text);

    public static CheckResult Warning(string name, string text) => new(CheckLevel.Warning, name, text);

    public static CheckResult Fault(string name, string text) => new(CheckLevel.Fault, name, text);
}

/// <summary>What must be all right before a check makes sense; checks of an earlier stage run first.</summary>
public enum CheckNeeds
{
    Nothing,
    Database,
    Schema,
}

/// <summary>Something that the program depends on, looked at by the command <c>check</c>. Registered beside what it looks at.</summary>
public interface IDependencyCheck
{
    CheckNeeds Needs { get; }

    /// <summary>Short and stable; lines of the check begin with it.</summary>
    string Name { get; }

    Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct);
}
