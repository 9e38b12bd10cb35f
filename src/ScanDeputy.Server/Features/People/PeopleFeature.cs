using ScanDeputy.Server.Features.People.Absences;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.DeskSignIn;
using ScanDeputy.Server.Features.People.Invitations;
using ScanDeputy.Server.Features.People.OpenSessions;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Features.People.PageEntry;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.People.Privacy;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.People;

public static class PeopleFeature
{
    public static IServiceCollection AddPeople(this IServiceCollection services, IConfiguration configuration) => services
        .AddSessions(configuration)
        .AddSingleton(LimitOptions.Read<SignInLimitOptions>(configuration, limits => limits.SignInsPerAddress >= 0))
        .AddSingleton<SignInLimits>()
        .AddSingleton(LimitOptions.Read<SmsLimitOptions>(configuration, limits => limits.AreAllowed))
        .AddSingleton<SmsLimits>()
        .AddSingleton<SmsMeter>()
        .AddSingleton<SmsCodes>()
        .AddSingleton<SendSmsCode.Handler>()
        .AddSingleton<SignInWithSms.Handler>()
        .AddSingleton<SessionIssuer>()
        .AddSingleton<AccountKeys>()
        .AddSingleton<AccountBinding>()
        .AddSingleton<FirstVisit>()
        .AddSingleton<SignInWithWeChat.Handler>()
        .AddSingleton(SecondFactorOptions.Read(configuration))
        .AddSingleton<SignInAttempts>()
        .AddSingleton<RecoveryCodes>()
        .AddSingleton<TotpStore>()
        .AddSingleton<SecondFactorCheck>()
        .AddSingleton<PendingSignIn>()
        .AddSingleton<EnrolTotp.Handler>()
        .AddSingleton<ResetTotp.Handler>()
        .AddSingleton<SessionReader>()
        .AddSingleton<EndSessions.Handler>()
        .AddSingleton<PasswordCheck>()
        .AddSingleton<SignInWithPassword.Handler>()
        .AddSingleton<ChangePassword.Handler>()
        .AddSingleton<ResetPassword.Handler>()
        .AddSingleton<Invitations.Invitations>()
        .AddSingleton<InvitationMessages>()
        .AddSingleton<AcceptInvitation.Handler>()
        .AddSingleton<BindPhone.Handler>()
        .AddSingleton<RefreshSession.Handler>()
        .AddSingleton<SignOut.Handler>()
        .AddSingleton<Unbind.Handler>()
        .AddSingleton<GoAway.Handler>()
        .AddSingleton<MyAbsences.Handler>()
        .AddSingleton<IPersonalRecords, AccountRecords>()
        .AddSingleton<ExportMyData.Handler>()
        .AddSingleton<DeleteMyAccount.Handler>()
        .AddSingleton<AgreeToPrivacyNotice.Handler>()
        .AddSingleton<IAccountJoin, PrivacyAgreements>()
        .AddSingleton<DeskSignIns>()
        .AddSingleton<WebTickets>()
        .AddSingleton<WeChatConsent>()
        .AddSingleton<IWeChatEventReceiver, RevokedConsent>()
        .AddSingleton<IWeChatEventReceiver, CancelledWeChatAccount>();

    public static void MapPeople(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithMetadata(new SignInGate.Open());
        SignInWithWeChat.Map(auth);
        SignInWithPassword.Map(auth);
        ChangePassword.Map(auth);
        EnrolTotp.Map(auth);
        SendSmsCode.Map(auth);
        SignInWithSms.Map(auth);
        AcceptInvitation.Map(auth);
        BindPhone.Map(api.MapGroup("/auth"));
        RefreshSession.Map(auth);
        SignOut.Map(auth);
        ConfirmAtDesk.Map(api);
        IssueWebTicket.Map(api);
        GetMe.Map(api);
        ExportMyData.Map(api);
        DeleteMyAccount.Map(api);
        AgreeToPrivacyNotice.Map(api);

        var staff = api.MapGroup("/admin/staff");
        GoAway.Map(api, staff);
        MyAbsences.Map(api);
        Unbind.Map(staff);
        ResetPassword.Map(staff);
        ResetTotp.Map(staff);
        EndSessions.Map(api, staff);
    }
}
