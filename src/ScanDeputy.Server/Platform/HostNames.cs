using System.Net;

namespace ScanDeputy.Server.Platform;

/// <summary>Which of the hosts in connection settings are this machine itself.</summary>
internal static class HostNames
{
    /// <param name="hosts">One, or several separated by commas; empty for the driver's own default, which is this machine.</param>
    public static bool IsLocal(string hosts) => hosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(
        host => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith('/') || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
