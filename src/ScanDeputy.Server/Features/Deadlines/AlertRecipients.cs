using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// Who hears of the steps of some stages; all of them are read at once. Due soon: the owner. Overdue: the owner and level 1. Escalated: that
/// level's supervisors. Staff of a town hear of what lies in it and of nothing else.
/// </summary>
internal sealed class AlertRecipients
{
    private readonly ILookup<string, Account> _deputies;
    private readonly ILookup<string, Account> _agencies;
    private readonly ILookup<(string Jurisdiction, string Role), Account> _offices;

    private AlertRecipients(IReadOnlyList<Account> deputies, IReadOnlyList<Account> agencies, IReadOnlyList<Account> offices)
    {
        _deputies = deputies.ToLookup(account => account.OwnerId, StringComparer.Ordinal);
        _agencies = agencies.ToLookup(account => account.OwnerId, StringComparer.Ordinal);
        _offices = offices.ToLookup(account => (account.OwnerId, account.Role));
    }

    public static async Task<AlertRecipients> LoadAsync(WriteScope scope, IReadOnlyList<DueStage> stages)
    {
        return new AlertRecipients(
            await ListAsync(scope, OfDeputies, OwnersOf(stages, Role.Deputy)),
            await ListAsync(scope, OfAgencies, OwnersOf(stages, Role.AgencyHandler)),
            await ListAsync(scope, OfOffices, [.. stages.Select(stage => stage.Jurisdiction).Distinct(StringComparer.Ordinal)]));
    }

    public IReadOnlyList<Recipient> Of(DueStage stage, AlertStep step)
    {
        var town = StageOwnerAccounts.TownOf(stage.District);
        var owners = step.Kind == AlertKind.Escalated ? [] : OwnersOf(stage, town);
        var supervisors = step.Level == 0 ? [] : OfOffice(stage, Role.Supervisor, town).Where(account => account.SupervisorLevel == step.Level);
        return [.. owners.Concat(supervisors).DistinctBy(account => account.Id, StringComparer.Ordinal).Select(account => new Recipient { Id = account.Id, WasAway = account.WasAway, Collects = account.Collects(stage.Kind) })];
    }

    private IEnumerable<Account> OwnersOf(DueStage stage, string? town) => Enum.Parse<Role>(stage.OwnerRole) switch
    {
        Role.Deputy => _deputies[stage.OwnerId ?? ""],
        Role.AgencyHandler => _agencies[stage.OwnerId ?? ""],
        var role => OfOffice(stage, role, town),
    };

    private IEnumerable<Account> OfOffice(DueStage stage, Role role, string? town) =>
        _offices[(stage.Jurisdiction, role.ToString())].Where(account => account.Town is null || account.Town == town);

    private static List<string> OwnersOf(IReadOnlyList<DueStage> stages, Role role) =>
        [.. stages.Where(stage => stage.OwnerRole == role.ToString() && stage.OwnerId is not null).Select(stage => stage.OwnerId!).Distinct(StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<Account>> ListAsync(WriteScope scope, string sql, List<string> ids) =>
        ids.Count == 0 ? [] : await scope.ListAsync<Account>(sql, new { ids });

    private const string OfDeputies = $"select {StageOwnerAccounts.RecipientColumns}, u.deputy_id as owner_id from users u where u.deputy_id in @ids and u.active = 1 order by u.id";

    private const string OfAgencies = $"select {StageOwnerAccounts.RecipientColumns}, u.agency_id as owner_id from users u where u.agency_id in @ids and u.active = 1 order by u.id";

    private const string OfOffices = $"""
        select {StageOwnerAccounts.RecipientColumns}, r.jurisdiction as owner_id, r.role, u.town, u.supervisor_level,
          c.single_stages
        from user_roles r join users u on u.id = r.user_id
        left join alert_choices c on c.user_id = u.id
        where r.jurisdiction in @ids and r.role in ('CommitteeOffice', 'GovernmentOffice', 'Supervisor') and u.active = 1 order by u.id
        """;

    private sealed record Account
    {
        public string Id { get; init; } = "";

        /// <summary>The deputy, the agency, or the jurisdiction of an office.</summary>
        public string OwnerId { get; init; } = "";

        public string Role { get; init; } = "";

        public string? Town { get; init; }

        public int? SupervisorLevel { get; init; }

        /// <summary>See <c>AlertChoices</c>; null when nothing was chosen.</summary>
        public string? SingleStages { get; init; }

        /// <summary>Or is, or will be.</summary>
        public bool WasAway { get; init; }

        public bool Collects(string stage) => SingleStages is { } chosen && !chosen.Parts().Contains(stage, StringComparer.Ordinal);
    }
}
