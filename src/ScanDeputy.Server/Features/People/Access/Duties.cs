using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>
/// 三权分立: who runs the system, who lets people in and who watches both. Where a jurisdiction keeps them apart, nobody is two of them, and the administrator
/// has nothing to do with accounts and with the audit trail.
/// </summary>
public static class Duties
{
    public static IReadOnlyList<Role> Apart { get; } = [Role.Administrator, Role.SecurityAdministrator, Role.Auditor];

    // What the administrator has only as long as nobody else has it in hand.
    private static readonly string[] NotAdministrators = [Rights.Secure, Rights.Audit];

    /// <summary>Which of a person's roles one alone may have; empty where there is nothing against them.</summary>
    public static IReadOnlyList<Role> CombinedIn(IEnumerable<Role> roles) => Apart.Intersect(roles).ToList() is { Count: > 1 } several ? several : [];

    /// <summary>Whether a role still brings a right, where duties are kept apart.</summary>
    public static bool Brings(Role role, string policy) => role != Role.Administrator || !NotAdministrators.Contains(policy, StringComparer.Ordinal);

    /// <summary>To be asked once the administrators are held (<see cref="Administrators"/>): whoever keeps the duties apart meanwhile holds them as well.</summary>
    public static async Task<bool> AreApartAsync(WriteScope scope, string jurisdiction) =>
        await scope.FirstOrDefaultAsync<int?>("select 1 from duty_rules where jurisdiction = @jurisdiction and separated = 1", new { jurisdiction }) is not null;

    /// <summary>Whether roles count only once another person has confirmed them; to be asked as the other one is.</summary>
    public static async Task<bool> AskSecondPersonAsync(WriteScope scope, string jurisdiction) =>
        await scope.FirstOrDefaultAsync<int?>("select 1 from duty_rules where jurisdiction = @jurisdiction and second_person = 1", new { jurisdiction }) is not null;
}
