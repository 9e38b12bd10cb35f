namespace ScanDeputy.Domain.Stages;

/// <summary>Roles of people and of the program itself (handbook §2). <see cref="System"/> is a sweep, never a person.</summary>
public enum Role
{
    Resident,
    Deputy,
    StationKeeper,
    CommitteeOffice,
    GovernmentOffice,
    AgencyHandler,
    Supervisor,
    Administrator,

    /// <summary>Accounts, roles and how people sign in, where somebody else than the administrator has them in hand.</summary>
    SecurityAdministrator,
    Auditor,
    System,
}
