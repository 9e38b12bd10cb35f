namespace ScanDeputy.Tests.Jobs.Poisoned;

/// <summary>Two rows of one sweep: the first cannot be handled, the one behind it can.</summary>
/// <param name="Sweep">Its name.</param>
/// <param name="PlantAsync">Makes both due, and the first one impossible.</param>
internal sealed record Poison(string Sweep, Func<PoisonedWorld, Task<Planted>> PlantAsync);

/// <param name="IsOtherDone">Whether the row behind was handled.</param>
/// <param name="HealAsync">Takes away what is in the first row's way.</param>
/// <param name="IsDone">Whether that was handled then.</param>
internal sealed record Planted(Func<Task<bool>> IsOtherDone, Func<Task> HealAsync, Func<Task<bool>> IsDone)
{
    /// <summary>Whose administrators see it; null: all.</summary>
    public string? Jurisdiction { get; init; } = "371311";
}
