using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>Ends an account's sessions. After the commit each of them is forgotten by <see cref="Access.SessionStore"/>, so that it is over on every node.</summary>
public static class AccountSessions
{
    /// <param name="except">One that goes on; null to end all.</param>
    /// <returns>Those that were open.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(WriteScope scope, TimeProvider clock, string userId, string? except = null)
    {
        var values = new { userId, Except = except ?? "", Now = clock.GetUtcNow() };
        var open = await scope.ListAsync<string>(SelectOpen, values);
        await scope.ExecuteAsync("update sessions set revoked_at = @Now where user_id = @userId and revoked_at is null and id <> @Except", values);
        return open;
    }

    private const string SelectOpen = """
        select id from sessions where user_id = @userId and revoked_at is null and expires_at > @Now and id <> @Except
        """;
}
