using System.Collections;
using System.Reflection;
using MySql.Data.MySqlClient;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>
/// Servers now call their three-byte UTF-8 "utf8mb3"; MySql.Data 8.0.16 is older than that name and breaks the connection when it meets
/// it, even in a warning's text. Its table of character sets is not public, and its version is pinned: the name is entered there.
/// </summary>
internal static class Utf8Mb3
{
    /// <exception cref="InvalidOperationException">Another version of the driver, which must be looked at first.</exception>
    public static void Teach()
    {
        var sets = typeof(MySqlConnection).Assembly.GetType("MySql.Data.MySqlClient.CharSetMap")
            ?.GetField("_mapping", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null) as IDictionary
            ?? throw new InvalidOperationException("This is not the MySql.Data that this class was written for.");
        lock (sets.SyncRoot)
            sets["utf8mb3"] = sets["utf8"];
    }
}
