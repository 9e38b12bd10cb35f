using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>The accounts that answer for a stage's owner: one deputy, an agency's handlers, or all staff of an office.</summary>
public static class StageOwnerAccounts
{
    /// <summary>Staff of a town hear of what lies in it and of nothing else; who has no town, of all of the jurisdiction. Of users, as <c>u</c>.</summary>
    public const string InTheirTown = "(u.town is null or u.town = @Town)";

    /// <param name="district">The case's.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(WriteScope scope, string jurisdiction, string district, Role role, string? ownerId)
    {
        if (role == Role.Deputy && ownerId is not null && scope.DeputyAccounts.TryGetValue(ownerId, out var known))
            return known;

        var parameters = new { jurisdiction, Role = role.ToString(), ownerId, Town = TownOf(district) };
        var accounts = await scope.ListAsync<Account>(
            role switch { Role.Deputy => OfDeputy, Role.AgencyHandler => OfAgency, _ => OfOffice }, parameters);
        return Learn(scope, accounts);
    }

    /// <summary>What a caller has just read on a trip that it made anyway.</summary>
    public static void Remember(WriteScope scope, string deputyId, IReadOnlyList<Account> accounts) => scope.DeputyAccounts[deputyId] = Learn(scope, accounts);

    private static IReadOnlyList<string> Learn(WriteScope scope, IReadOnlyList<Account> accounts)
    {
        scope.NeverAway.UnionWith(accounts.Where(account => !account.WasAway).Select(account => account.Id));
        return [.. accounts.Select(account => account.Id)];
    }

    /// <summary>As accounts name it; null when the district is wider than a town.</summary>
    public static string? TownOf(string district) => DistrictCode.Parse(district).Town?.ToString();

    /// <summary>Of users, as <c>u</c>.</summary>
    public const string WasAway = "exists (select 1 from absences a where a.user_id = u.id)";

    private const string Columns = $"select u.id, {WasAway} as was_away";

    private const string OfDeputy = $"{Columns} from users u where u.deputy_id = @ownerId and u.active = 1 order by u.id";

    private const string OfAgency = $"{Columns} from users u where u.agency_id = @ownerId and u.active = 1 order by u.id";

    private const string OfOffice = $"""
        {Columns} from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role = @Role and u.active = 1 and {InTheirTown} order by u.id
        """;

    public sealed record Account
    {
        public string Id { get; init; } = "";

        /// <summary>Or is, or will be.</summary>
        public bool WasAway { get; init; }
    }
}
