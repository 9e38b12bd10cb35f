namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>What a fact does to the clock of the case's stages.</summary>
public enum ClockEffect
{
    /// <summary>Nothing; a stage may change its owner.</summary>
    None,

    /// <summary>A stage begins, and none was open.</summary>
    Opens,

    /// <summary>The open stage ends, if there is one.</summary>
    Ends,

    /// <summary>The open stage ends, if there is one, and the next one begins at the same instant.</summary>
    Passes,

    /// <summary>The open stage's clock stands.</summary>
    Stops,

    /// <summary>The open stage's clock runs again.</summary>
    Resumes,

    /// <summary>The open stage gets more working days.</summary>
    Extends,
}
