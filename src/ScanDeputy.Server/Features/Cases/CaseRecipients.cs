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
            Recipients.Deputy =>
                StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, state.DeputyId is null ? Role.CommitteeOffice : Role.Deputy, state.DeputyId),
            Recipients.Committee => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.CommitteeOffice, null),
            Recipients.Government => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.GovernmentOffice, null),
            Recipients.Lead => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.AgencyHandler, state.LeadAgencyId),
            Recipients.CoAgencies when state.CoAgencyIds.Count > 0 => scope.ListAsync<string>(Handlers, new { state.CoAgencyIds }),
            Recipients.Supervisors => StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.Supervisor, null),
            Recipients.StageOwner when state.OpenStage is { } stage =>
                StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, stage.Owner.Role, stage.Owner.Id),
            Recipients.Answering => FindAsync(
                scope, state.OpenStage is not null ? Recipients.StageOwner : state.LeadAgencyId is not null ? Recipients.Lead : Recipients.Deputy, file),
            _ => Task.FromResult<IReadOnlyList<string>>([]),
        };
    }

    private const string ResidentAndFollowers = """
        select @ResidentId union select user_id from case_followers where case_id = @Id
        """;

    private const string Handlers = "select id from users where agency_id in @CoAgencyIds and active = 1 order by id";
}
