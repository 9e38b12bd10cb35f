namespace ScanDeputy.WeChat.Sandbox.Control;

/// <summary>What people do on their phones: log in, visit, accept, read.</summary>
internal static class PeopleControls
{
    public static void Map(RouteGroupBuilder group, SandboxControl control)
    {
        group.MapGet("/users", () => control.Users());
        group.MapPost("/users", (NewUser user) => control.PutUser(user.OpenId, user.Phone, user.UnionId, user.CountryCode ?? "86"));
        group.MapPost("/login-codes", (Who who) => new IssuedCode(control.IssueLoginCode(who.OpenId)));
        group.MapPost("/phone-codes", (Who who) => new IssuedCode(control.IssuePhoneCode(who.OpenId)));
        group.MapPost("/visits", (Who who) => Done(() => control.RecordVisit(who.OpenId)));
        group.MapPost("/risky-users", (Risk risk) => Done(() => control.MarkRisky(risk.OpenId, risk.Risky)));
        group.MapGet("/subscriptions", (string openId, string templateId) => new Left(control.SubscriptionsLeft(openId, templateId)));
        group.MapPost("/subscriptions/accept", (Subscription s) => Done(() => control.AcceptSubscription(s.OpenId, s.TemplateId, s.Times)));
        group.MapPost("/subscriptions/reject", (Subscription s) => Done(() => control.RejectSubscription(s.OpenId, s.TemplateId)));
        group.MapPost("/subscriptions/turn-off", (Subscription s) => Done(() => control.TurnOffSubscription(s.OpenId, s.TemplateId)));
        group.MapGet("/messages", (string? openId) => control.Messages(openId));
        group.MapGet("/messages/count", (string? openId) => new Count(control.MessageCount(openId)));
        group.MapDelete("/messages", () => Done(control.ClearMessages));
    }

    internal static IResult Done(Action action)
    {
        action();
        return Results.NoContent();
    }

    internal sealed record NewUser(string? OpenId, string? Phone, string? UnionId, string? CountryCode);

    internal sealed record Who(string OpenId);

    internal sealed record Risk(string OpenId, bool Risky = true);

    internal sealed record Subscription(string OpenId, string TemplateId, int Times = 1);

    internal sealed record IssuedCode(string Code);

    internal sealed record Left(int Messages);

    internal sealed record Count(long Value);
}
