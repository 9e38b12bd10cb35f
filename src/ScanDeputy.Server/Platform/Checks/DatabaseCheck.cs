using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;

namespace ScanDeputy.Server.Platform.Checks;

/// <summary>Does the database answer?</summary>
public sealed class DatabaseCheck(Database.Database database) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Nothing;

    public string Name => "database";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        try
        {
            await database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("select 1"), ct);
            return [CheckResult.Ok(Name, database is MySqlDatabase mySql ? $"{mySql.Driver.Server} answers" : "the SQLite file opens")];
        }
        catch (DatabaseUnavailableException exception)
        {
            return [CheckResult.Fault(Name, $"{(database as MySqlDatabase)?.Driver.Server}: {exception.Message} {exception.InnerException?.Message}".Trim())];
        }
        catch (DbException exception)
        {
            return [CheckResult.Fault(Name, $"cannot be opened ({exception.Message}): run 'migrate' if it is new")];
        }
    }
}

/// <summary>Is the schema this program's?</summary>
public sealed class SchemaCheck(Database.Database database) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Database;

    public string Name => "schema";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        var migrations = Migrations.BuiltIn(database.Dialect.Name);
        try
        {
            await Migrations.RequireAsync(database, migrations, ct);
            return [CheckResult.Ok(Name, $"has all migrations up to {migrations[^1].Name}")];
        }
        catch (SchemaException exception)
        {
            return [CheckResult.Fault(Name, exception.Message)];
        }
    }
}
