namespace ScanDeputy.Server.Features.Accounts;

public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<SessionIssuer>()
        .AddSingleton<SignInWithWeChat.Handler>()
        .AddSingleton<SignInWithPassword.Handler>()
        .AddSingleton<BindPhone.Handler>()
        .AddSingleton<RefreshSession.Handler>()
        .AddSingleton<SignOut.Handler>()
        .AddSingleton<CloseAccount.Handler>()
        .AddSingleton<GoAway.Handler>();

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth");
        SignInWithWeChat.Map(auth);
        SignInWithPassword.Map(auth);
        BindPhone.Map(auth);
        RefreshSession.Map(auth);
        SignOut.Map(auth);
        GetMe.Map(api);

        var staff = api.MapGroup("/admin/staff");
        CloseAccount.Map(staff);
        GoAway.Map(api, staff);
    }
}
