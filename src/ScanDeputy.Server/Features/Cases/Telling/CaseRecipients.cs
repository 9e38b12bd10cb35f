using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Telling;

/// <summary>Finds the accounts behind a group, at the moment of writing: an owner who changed hears, the old one does not.</summary>
public static class CaseRecipients
{
    public static Task<IReadOnlyList<Recipient>> FindAsync(WriteScope scope, Audience group, CaseFile file)
    {
        var (state, row) = (file.State, file.Row);
        return group switch
        {
            // Of an own suggestion whoever follows it: it has no author among the residents.
            Audience.Residents when state.IsOwn => scope.ListAsync<Recipient>(Followers, new { row.Id }),
            Audience.Residents => scope.ListAsync<Recipient>(ResidentAndFollowers, new { row.Id, row.ResidentId }),
            Audience.Deputy => OwnersAsync(scope, file, state.DeputyId is null ? Role.CommitteeOffice : Role.Deputy, state.DeputyId),
            Audience.Committee => OwnersAsync(scope, file, Role.CommitteeOffice, null),
            Audience.Government => OwnersAsync(scope, file, Role.GovernmentOffice, null),
            Audience.Lead => OwnersAsync(scope, file, Role.AgencyHandler, state.LeadAgencyId),
            Audience.CoAgencies when state.CoAgencyIds.Count > 0 => scope.ListAsync<Recipient>(Handlers, new { state.CoAgencyIds }),
            Audience.CoSigners => DeputiesAsync(scope, [.. state.CoSigners.Where(one => one.Standing == CoSignerStanding.Signed)]),
            Audience.AskedCoSigners => DeputiesAsync(scope, [.. state.CoSigners.Where(one => one.Standing == CoSignerStanding.Asked && one.AskedAt == state.CoSigners[^1].AskedAt)]),
            Audience.Supervisors => OwnersAsync(scope, file, Role.Supervisor, null),
            Audience.StageOwner when state.OpenStage is { } stage => OwnersAsync(scope, file, stage.Owner.Role, stage.Owner.Id),
            Audience.Answering => FindAsync(
                scope, state.StageOwnerAnswersOrders ? Audience.StageOwner : state.LeadAgencyId is not null ? Audience.Lead : Audience.Deputy, file),
            Audience.CoAgencies or Audience.StageOwner => Task.FromResult<IReadOnlyList<Recipient>>([]),
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "An audience that nobody finds."),
        };
    }

    /// <summary>The accounts that answer for a role in this case.</summary>
    public static Task<IReadOnlyList<Recipient>> OwnersAsync(WriteScope scope, CaseFile file, Role role, string? ownerId) =>
        role == Role.Deputy && ownerId == file.State.DeputyId && file.DeputyAccounts is { } known
            ? Task.FromResult(known)
            : StageOwnerAccounts.FindAsync(scope, file.Row.Jurisdiction, file.Row.District, role, ownerId);

    private static async Task<IReadOnlyList<Recipient>> DeputiesAsync(WriteScope scope, IReadOnlyList<CoSigner> some) =>
        some.Count == 0 ? [] : await scope.ListAsync<Recipient>(Deputies, new { ids = some.Select(one => one.DeputyId).ToList() });

    private const string Followers = "select user_id as id from case_followers where case_id = @Id";

    private const string Deputies = $"select {StageOwnerAccounts.RecipientColumns} from users u where u.deputy_id in @ids and u.active = 1 order by u.id";

    // Whoever has given their account up hears of nothing any more.
    private const string ResidentAndFollowers = """
        select u.id from users u where u.id = @ResidentId and u.active = 1 union select user_id from case_followers where case_id = @Id
        """;

    private const string Handlers = $"select {StageOwnerAccounts.RecipientColumns} from users u where u.agency_id in @CoAgencyIds and u.active = 1 order by u.id";
}
