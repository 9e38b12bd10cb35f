using Dapper;

namespace ScanDeputy.Server.Platform.Checks;

/// <summary>
/// Leases and due dates are read by several machines' clocks: they must agree. Compared with the database server's, which all nodes
/// share; SQLite has no other clock than ours, and the embedded profile's can be moved.
/// </summary>
public sealed class ClockCheck(Database.Database database, Node node, TimeProvider clock) : IDependencyCheck
{
    private static readonly TimeSpan Tolerable = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Dangerous = TimeSpan.FromSeconds(30);

    public CheckNeeds Needs => CheckNeeds.Database;

    public string Name => "clock";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        if (node.Profile == Profile.Embedded || database.Dialect.ServerClock is not { } serverClock)
            return [];

        // Halfway between asking and hearing is when the server looked at its clock. The first call may open a connection.
        await database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("select 1"), ct);
        var asked = clock.GetUtcNow();
        var server = DateTimeOffset.FromUnixTimeMilliseconds(await database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(serverClock), ct));
        return [Judge(server - (asked + ((clock.GetUtcNow() - asked) / 2)))];
    }

    /// <param name="skew">How far the server is ahead.</param>
    internal CheckResult Judge(TimeSpan skew)
    {
        var text = FormattableString.Invariant($"the database server is {Math.Abs(skew.TotalSeconds):F1} s {(skew < TimeSpan.Zero ? "behind" : "ahead")}");
        return skew.Duration() > Dangerous
            ? CheckResult.Fault(Name, $"{text}: set both machines' clocks by NTP")
            : skew.Duration() > Tolerable ? CheckResult.Warning(Name, $"{text}: see that NTP runs on both machines") : CheckResult.Ok(Name, text);
    }
}
