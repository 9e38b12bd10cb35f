using ScanDeputy.Server.Platform.Database.MySql;

namespace ScanDeputy.Server.Platform.Checks;

/// <summary>Does the program run with an account that cannot change the schema or what was recorded?</summary>
public sealed class RunningAccountCheck(Database.Database database, Node node) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Database;

    public string Name => "account";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct) => node.Profile == Profile.Embedded
        ? []
        : [await database.ReadAsync(RunningAccount.IsWideAsync, ct)
            ? CheckResult.Warning(Name, "the program's database account may change the schema and what was recorded: infra/mysql/accounts.sh makes a second one for 'migrate'")
            : CheckResult.Ok(Name, "the program's database account has rights on rows only")];
}
