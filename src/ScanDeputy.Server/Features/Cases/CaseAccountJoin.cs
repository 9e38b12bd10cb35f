using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>What somebody reported, sent as photos or follows stays theirs under their other account.</summary>
public sealed class CaseAccountJoin : IAccountJoin
{
    public async Task JoinAsync(WriteScope scope, string from, string to)
    {
        var ids = new { from, to };
        foreach (var statement in Statements)
            await scope.ExecuteAsync(statement, ids);
        await scope.ExecuteAsync(
            $"{scope.Dialect.InsertOrIgnore} case_followers (case_id, user_id, chosen_at) select case_id, @to, chosen_at from case_followers where user_id = @from", ids);
        await scope.ExecuteAsync("delete from case_followers where user_id = @from", ids);
        // How far the other account had read: what it has not is new once more at the most.
        await scope.ExecuteAsync("delete from case_visits where user_id = @from", ids);
    }

    private static readonly string[] Statements =
    [
        "update case_waits set owner_id = @to where role = 'Resident' and owner_id = @from",
        "update cases set resident_id = @to where resident_id = @from",
        "update attachments set owner_id = @to where owner_id = @from",
    ];
}
