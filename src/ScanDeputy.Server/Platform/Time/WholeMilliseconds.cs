namespace ScanDeputy.Server.Platform.Time;

/// <summary>
/// The database keeps instants to the millisecond, so that two things of the same millisecond have no order. What changes the rules for everything
/// after it (a notice, a policy) therefore holds from the next millisecond on, and is not answered before that has come.
/// </summary>
public static class WholeMilliseconds
{
    private static readonly TimeSpan One = TimeSpan.FromMilliseconds(1);

    /// <summary>The first whole millisecond after an instant.</summary>
    public static DateTimeOffset After(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds()) + One;

    /// <summary>Until the clock shows another millisecond than now.</summary>
    public static async Task NextAsync(TimeProvider clock, CancellationToken ct)
    {
        var next = After(clock.GetUtcNow());
        while (clock.GetUtcNow() < next)
            await Task.Delay(One, clock, ct);
    }
}
