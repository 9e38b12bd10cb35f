using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Finds the accounts behind a group, at the moment of writing: an owner who changed hears, the old one does not.</summary>
public static class CaseRecipients
{
    public static Task<IReadOnlyList<string>> FindAsync(WriteScope scope, Audience group, CaseFile file)
    {
        var (state, row) = (file.State, file.Row);
        return group switch
        {
            Audience.Residents => scope.ListAsync<string>(ResidentAndFollowers, new { row.Id, row.ResidentId }),
            Audience.Deputy =>
                StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, state.DeputyId is null ? Role.CommitteeOffice : Role.Deputy, state.DeputyId),
            Audience.Committee => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.CommitteeOffice, null),
            Audience.Government => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.GovernmentOffice, null),
            Audience.Lead => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.AgencyHandler, state.LeadAgencyId),
            Audience.CoAgencies when state.CoAgencyIds.Count > 0 => scope.ListAsync<string>(Handlers, new { state.CoAgencyIds }),
            Audience.Supervisors => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.Supervisor, null),
            Audience.StageOwner when state.OpenStage is { } stage =>
                StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, stage.Owner.Role, stage.Owner.Id),
            Audience.Answering => FindAsync(
                scope, state.OpenStage is not null ? Audience.StageOwner : state.LeadAgencyId is not null ? Audience.Lead : Audience.Deputy, file),
            Audience.CoAgencies or Audience.StageOwner => Task.FromResult<IReadOnlyList<string>>([]),
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "An audience that nobody finds."),
        };
    }

    private const string ResidentAndFollowers = """
        select @ResidentId union select user_id from case_followers where case_id = @Id
        """;

    private const string Handlers = "select id from users where agency_id in @CoAgencyIds and active = 1 order by id";
}
