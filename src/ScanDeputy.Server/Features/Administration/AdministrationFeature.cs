using ScanDeputy.Server.Features.Administration.Audit;
using ScanDeputy.Server.Features.Administration.Departures;
using ScanDeputy.Server.Features.Administration.DutyRules;
using ScanDeputy.Server.Features.Administration.Holidays;
using ScanDeputy.Server.Features.Administration.Keys;
using ScanDeputy.Server.Features.Administration.Limits;
using ScanDeputy.Server.Features.Administration.Parked;
using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Features.Administration.Watchdog;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.Administration;

/// <summary>What administrators do: limits, holidays, people who leave, keys, and the watch over the program itself.</summary>
public static class AdministrationFeature
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddSingleton<AdministerPolicies.Handler>()
        .AddSingleton<AdministerCalendars.Handler>()
        .AddSingleton<HandOnCases>()
        .AddSingleton<LeaveOffice.Handler>()
        .AddSingleton<CountDeparture>()
        .AddSingleton<CongressTerms.Handler>()
        .AddSingleton<CloseAccount.Handler>()
        .AddSingleton<StaffWriter>()
        .AddSingleton<RoleProposals>()
        .AddSingleton<StaffDesk>()
        .AddSingleton<ConfirmRoles.Handler>()
        .AddSingleton<ListStaff.Handler>()
        .AddSingleton<AdministerStaff.Handler>()
        .AddSingleton<InviteByPhone.Handler>()
        .AddSingleton<StaffFiles.Handler>()
        .AddSingleton<AdministerDuties.Handler>()
        .AddSingleton<FirstAdministrator>()
        .AddSingleton<ISweep, DepartureSweep>()
        .AddSingleton<PersonalDataRotation>()
        .AddSingleton<LookupRotation>()
        .AddSingleton<AuditReader>()
        .AddSingleton<ListAudit.Handler>()
        .AddSingleton<AuditCheck>()
        .AddSingleton<ListParked.Handler>()
        .AddSingleton<RetryParked.Handler>()
        .AddSingleton<WatchdogProbe>()
        .AddSingleton<WatchdogNotices>()
        .AddSingleton<ISweep, WatchdogSweep>()
        .AddSingleton<IWeChatEventReceiver, WeChatPunishments>()
        .AddSingleton<IDependencyCheck, DemoRowsCheck>()
        .AddSingleton<IDependencyCheck, CalendarCheck>()
        .AddSingleton<IDependencyCheck, WatchdogCheck>();

    public static void MapAdministration(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("/admin");
        ListAudit.Map(admin);
        AdministerPolicies.Map(admin);
        AdministerCalendars.Map(admin);
        LeaveOffice.Map(admin);
        CongressTerms.Map(admin);
        AdministerDuties.Map(admin);
        var staff = admin.MapGroup("/staff");
        CloseAccount.Map(staff);
        ListStaff.Map(staff);
        StaffFiles.Map(staff);
        AdministerStaff.Map(staff);
        ConfirmRoles.Map(staff);
        InviteByPhone.Map(staff);
        var parked = admin.MapGroup("/parked").RequireAuthorization(Rights.Administer);
        ListParked.Map(parked);
        RetryParked.Map(parked);
    }
}
