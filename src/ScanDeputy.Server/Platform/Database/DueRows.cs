using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>Rows whose time has come, each taken in a transaction of its own by a compare-and-set, until there is none left to take.</summary>
public static class DueRows
{
    private const int AtOnce = 200;

    /// <param name="select">Finds what is due at @Now, @AtOnce of it, the longest due first.</param>
    /// <param name="take">False when another run has taken it.</param>
    /// <returns>How many were taken.</returns>
    public static async Task<int> TakeAllAsync<T>(Database database, string select, TimeProvider clock, Func<WriteScope, T, Task<bool>> take, CancellationToken ct)
    {
        var taken = 0;
        while (true)
        {
            var due = await database.ReadAsync(connection => connection.QueryAsync<T>(select, new { Now = clock.GetUtcNow(), AtOnce }), ct);
            var taking = 0;
            foreach (var row in due)
                taking += await database.WriteAsync(scope => take(scope, row), ct) ? 1 : 0;

            taken += taking;
            // What is still found and cannot be taken is another run's.
            if (taking == 0)
                return taken;
        }
    }
}
