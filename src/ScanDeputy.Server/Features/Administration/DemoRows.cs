using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration;

/// <summary>
/// The demo's accounts have a password that everybody can read. Jurisdictions that the demo has made stay marked wherever their rows go, through
/// a backup as well, and the production profile works with none of them.
/// </summary>
public static class DemoRows
{
    /// <returns>What to say about the first of them; null when there is none.</returns>
    public static async Task<string?> FaultAsync(DbConnection connection, DbTransaction? transaction = null) =>
        await connection.QueryFirstOrDefaultAsync<string>("select name from jurisdictions where is_demo = 1 order by code", transaction: transaction) is { } name
            ? $"The data of {name} are the demo's, whose passwords are public: the production profile does not work with them. Begin with an empty database and 'import' or 'first-admin'."
            : null;

    /// <summary>The same of a database that may have no schema yet.</summary>
    public static Task<string?> FaultAsync(Database database, CancellationToken ct) => database.ReadAsync(
        async connection =>
        {
            try
            {
                return await FaultAsync(connection);
            }
            catch (DbException)
            {
                // No such table: nothing is in it either.
                return null;
            }
        },
        ct);
}

/// <summary>Does production hold data of the demo?</summary>
public sealed class DemoRowsCheck(Database database, Node node) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Schema;

    public string Name => "demo";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        if (node.Profile != Profile.Production)
            return [CheckResult.Ok(Name, "belongs to this profile")];

        return [await database.ReadAsync(connection => DemoRows.FaultAsync(connection), ct) is { } fault ? CheckResult.Fault(Name, fault) : CheckResult.Ok(Name, "none of its data")];
    }
}
