using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>Somebody must be left who can let others in.</summary>
public static class Administrators
{
    /// <summary>Holds the jurisdiction's administrators until the transaction ends, as they are now: whoever changes one of them meanwhile waits.</summary>
    /// <returns>Whether one of them is in use.</returns>
    public static async Task<bool> HoldAsync(WriteScope scope, string jurisdiction) =>
        (await scope.ListAsync<string>(Select + scope.Dialect.ForUpdate, new { jurisdiction })).Count > 0;

    private const string Select = """
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role = 'Administrator' and u.active = 1 order by u.id
        """;
}
