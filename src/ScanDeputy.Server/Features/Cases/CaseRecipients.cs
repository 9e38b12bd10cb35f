using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Groups of people around a case.</summary>
public enum Recipients
{
    Residents,
    Deputy,
    Committee,
    Government,
    Lead,
    CoAgencies,
    Supervisors,
    StageOwner,

    /// <summary>Who has to answer a supervision order: whoever the case is with now, else who did the work last.</summary>
    Answering,
}

/// <summary>Finds the accounts behind a group, at the moment of writing: an owner who changed hears, the old one does not.</summary>
public static class CaseRecipients
{
    public static Task<IReadOnlyList<string>> FindAsync(WriteScope scope, Recipients group, CaseFile file)
    {
        var (state, row) = (file.State, file.Row);
        return group switch
        {
            Recipients.Residents => scope.ListAsync<string>(ResidentAndFollowers, new { row.Id, row.ResidentId }),
            Recipients.Deputy => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, state.DeputyId is null ? Role.CommitteeOffice : Role.Deputy, state.DeputyId),
            Recipients.Committee => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, Role.CommitteeOffice, null),
            Recipients.Government => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, Role.GovernmentOffice, null),
            Recipients.Lead => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, Role.AgencyHandler, state.LeadAgencyId),
            Recipients.CoAgencies when state.CoAgencyIds.Count > 0 => scope.ListAsync<string>(Handlers, new { state.CoAgencyIds }),
            Recipients.Supervisors => scope.ListAsync<string>(Supervisors, new { row.Jurisdiction }),
            Recipients.StageOwner when state.OpenStage is { } stage =>
                StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, stage.Owner.Role, stage.Owner.Id),
            Recipients.Answering => FindAsync(
                scope, state.OpenStage is not null ? Recipients.StageOwner : state.LeadAgencyId is not null ? Recipients.Lead : Recipients.Deputy, file),
            _ => Task.FromResult<IReadOnlyList<string>>([]),
        };
    }

    private const string ResidentAndFollowers = """
        select @ResidentId union select user_id from case_followers where case_id = @Id
        """;

    private const string Handlers = "select id from users where agency_id in @CoAgencyIds and active = 1 order by id";

    private const string Supervisors = """
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @Jurisdiction and r.role = 'Supervisor' and u.active = 1 order by u.id
        """;
}
