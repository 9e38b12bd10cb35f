using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Contracts.Examples;

/// <summary>Signing in by every way there is, and what administrators do with accounts.</summary>
internal static partial class ScenesOfPeople
{
    private const string Phone = "13800138077";
    private const string Auditor = "auditor with a password";
    private const string NewPassword = "paper boat under the bridge";
    private const string DemoPassword = "scandeputy-demo";

    public static async Task PlayAsync(ExampleRecorder recorder)
    {
        await ByWeChatAsync(recorder);
        await ByPhoneAsync(recorder);
        await ByPasswordAsync(recorder);
        await SecondFactorAsync(recorder);
        await ForADeskAsync(recorder);
        await recorder.CallAsync("GetMe", "deputy-1");
        await recorder.CallAsync("IssueWebTicket", "resident-1", body: new { path = "/my" });
        await StaffAsync(recorder);
        await AwayAsync(recorder);
        await OwnDataAsync(recorder);
    }

    private static async Task ByWeChatAsync(ExampleRecorder recorder)
    {
        var weChat = recorder.Server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        var user = weChat.PutUser(phone: "13877776666");
        var entered = await recorder.CallAsync("SignInWithWeChat", "nobody", body: new { code = weChat.IssueLoginCode(user.OpenId) });
        recorder.Know("visitor", entered);
        await recorder.CallAsync("BindPhone", "visitor", body: new { code = weChat.IssuePhoneCode(user.OpenId) });
        var later = await recorder.CallAsync("RefreshSession", "nobody", body: new { refreshToken = (string)entered["refreshToken"]! });
        recorder.Know("visitor later", later);
        await recorder.CallAsync("SignOut", "visitor later");
    }

    private static async Task ByPhoneAsync(ExampleRecorder recorder)
    {
        await recorder.CallAsync("SendSmsCode", "nobody", body: new { phone = Phone });
        var entered = await recorder.CallAsync("SignInWithSms", "nobody", body: new { phone = Phone, code = TextPhone.CodeIn(recorder.LastTextTo(Phone)) });
        recorder.Know("phone", entered);
    }

    private static async Task ByPasswordAsync(ExampleRecorder recorder)
    {
        var entered = await recorder.CallAsync("SignInWithPassword", "nobody", body: new { userName = "auditor-1", password = DemoPassword });
        recorder.Know(Auditor, entered);
        await recorder.CallAsync("ChangePassword", Auditor, body: new { oldPassword = DemoPassword, newPassword = NewPassword });
    }

    private static async Task SecondFactorAsync(ExampleRecorder recorder)
    {
        using var other = recorder.Server.Anonymous();
        (await other.PostAsync("/api/v1/auth/password", new { userName = "auditor-1", password = NewPassword })).Expect(System.Net.HttpStatusCode.OK);
        var open = await recorder.CallAsync("ListMySessions", Auditor);
        var another = open["items"]!.AsArray().First(one => !(bool)one!["current"]!)!;
        await recorder.CallAsync("EndMySession", Auditor, new { id = (string)another["id"]! });
        await recorder.CallAsync("EndMyOtherSessions", Auditor);
        var begun = await recorder.CallAsync("BeginTotp", Auditor, body: new { password = NewPassword });
        var clock = recorder.Server.Services.GetRequiredService<TimeProvider>();
        var code = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes((string)begun["secret"]!)).ComputeTotp(clock.GetUtcNow().UtcDateTime);
        var confirmed = await recorder.CallAsync("ConfirmTotp", Auditor, body: new { code });
        await recorder.CallAsync("GetTotp", Auditor);
        var renewed = await recorder.CallAsync("RenewRecoveryCodes", Auditor, body: new { code = (string)confirmed["recoveryCodes"]![0]! });
        await recorder.CallAsync("RemoveTotp", Auditor, body: new { code = (string)renewed["recoveryCodes"]![0]! });
    }

    /// <summary>Whoever came by phone leaves again.</summary>
    private static async Task OwnDataAsync(ExampleRecorder recorder)
    {
        await recorder.CallAsync("GetPrivacyNotice", "phone");
        await recorder.CallAsync("AgreeToPrivacyNotice", "phone", body: new { version = 1 });
        await recorder.CallAsync("ExportMyData", "phone");
        await recorder.CallAsync("DeleteMyAccount", "phone", body: new { confirm = "注销账号" });
    }

    private static async Task ForADeskAsync(ExampleRecorder recorder)
    {
        var id = await BeginAsync(recorder.Server);
        await recorder.CallAsync("GetDeskSignIn", "committee-1", new { id });
        await recorder.CallAsync("ConfirmDeskSignIn", "committee-1", new { id });
        await recorder.CallAsync("RefuseDeskSignIn", "committee-1", new { id = await BeginAsync(recorder.Server) });
    }

    private static async Task<string> BeginAsync(TestServer server)
    {
        using var desk = new TabbedBrowser(server.Address);
        using var shown = await desk.PostAsync("/login/desk", await desk.TokenAsync("/login"), ("returnUrl", ""));
        return DeskAddress().Match(await shown.Content.ReadAsStringAsync()).Groups["id"].Value;
    }

    private static async Task StaffAsync(ExampleRecorder recorder)
    {
        var draft = new { userName = "wang-xiaomin", firstPassword = true, name = "王晓敏", phone = "13800138099", roles = new[] { "committeeOffice" } };
        var id = (string)(await recorder.CallAsync("CreateStaff", "admin-1", body: draft))["id"]!;
        var seen = await recorder.CallAsync("GetStaff", "admin-1", new { id });
        await recorder.CallAsync("ListStaff", "admin-1", new { role = "committeeOffice", limit = 2 });
        await recorder.CallAsync("ChangeStaff", "admin-1", new { id }, new { name = "王晓敏", phone = "13800138098", roles = new[] { "committeeOffice" } }, (int)seen["version"]!);
        await recorder.CallAsync("ExportStaff", "admin-1", new { format = "csv" });
        var file = await (await recorder.AsAsync("admin-1")).BytesAsync("/api/v1/admin/staff/export?format=csv");
        await recorder.UploadAsync("ImportStaff", "admin-1", file, "人员.csv", new { dryRun = true });
        await recorder.CallAsync("ResetPassword", "admin-1", new { id });
        await recorder.CallAsync("ListSessionsOfStaff", "admin-1", new { id });
        await recorder.CallAsync("EndSessionsOfStaff", "admin-1", new { id });
        await recorder.CallAsync("ResetTotp", "admin-1", new { id });
        await recorder.CallAsync("InviteStaff", "admin-1", new { id });
        await recorder.CallAsync("AcceptInvitation", "nobody", body: new { token = TextPhone.InvitationIn(recorder.LastTextTo("13800138098")), newPassword = "paper boat under the bridge" });
        await recorder.CallAsync("UnbindAccount", "admin-1", new { id }, new { phone = true, reason = "换了手机号" });
        var substitute = (string)(await (await recorder.AsAsync("committee-1")).GetAsync("/api/v1/me"))["id"]!;
        await recorder.CallAsync("SendAway", "admin-1", new { id }, new { from = "2026-05-18", until = "2026-05-20", substituteId = substitute });
        await recorder.CallAsync("CloseAccount", "admin-1", new { id }, new { substituteId = substitute });
        await recorder.CallAsync("ReopenAccount", "admin-1", new { id });
        await recorder.CallAsync("GetDuties", "admin-1");
        await SecondPersonAsync(recorder, id);
    }

    /// <summary>Roles are given by two people for a while.</summary>
    private static async Task SecondPersonAsync(ExampleRecorder recorder, string id)
    {
        const string Second = "another administrator";
        var admin = await recorder.AsAsync("admin-1");
        var made = await admin.PostAsync("/api/v1/admin/staff", new { userName = "sun-zhiqiang", firstPassword = true, name = "孙志强", roles = new[] { "securityAdministrator" } });
        using var nobody = recorder.Server.Anonymous();
        using (var first = new ApiClient(recorder.Server.Address, (string)(await nobody.PostAsync("/api/v1/auth/password", new { userName = "sun-zhiqiang", password = (string)made["firstPassword"]! }))["accessToken"]!))
            (await first.PostAsync("/api/v1/auth/password/change", new { oldPassword = (string)made["firstPassword"]!, newPassword = NewPassword })).Expect(System.Net.HttpStatusCode.OK);
        recorder.Know(Second, await nobody.PostAsync("/api/v1/auth/password", new { userName = "sun-zhiqiang", password = NewPassword }));

        await recorder.CallAsync("PutDuties", "admin-1", body: new { separated = false, secondPerson = true });
        await ProposeAsync("committeeOffice", "auditor");
        await recorder.CallAsync("ListRoleProposals", Second);
        await recorder.CallAsync("ConfirmRoles", Second, new { id });
        await ProposeAsync("committeeOffice");
        await recorder.CallAsync("RefuseRoles", Second, new { id });
        await recorder.CallAsync("PutDuties", "admin-1", body: new { separated = false, secondPerson = false });

        async Task ProposeAsync(params string[] roles)
        {
            var seen = await admin.GetAsync($"/api/v1/admin/staff/{id}");
            await recorder.CallAsync("ChangeStaff", "admin-1", new { id }, new { name = (string)seen["name"]!, roles }, (int)seen["version"]!);
        }
    }

    private static async Task AwayAsync(ExampleRecorder recorder)
    {
        await recorder.CallAsync("TellMySubscriptions", "deputy-1", body: new { answers = new[] { new { template = "work", answer = "accept" } } });
        await recorder.CallAsync("ListMySubscriptions", "deputy-1");
        var substitute = (string)(await (await recorder.AsAsync("committee-1")).GetAsync("/api/v1/me"))["id"]!;
        await recorder.CallAsync("GoAway", "deputy-1", body: new { from = "2026-06-01", until = "2026-06-03", substituteId = substitute });
        var own = await recorder.CallAsync("ListMyAbsences", "deputy-1");
        await recorder.CallAsync("EndMyAbsence", "deputy-1", new { id = (string)own["absences"]![0]!["id"]! });
    }

    [GeneratedRegex("href=\"/d/(?<id>[0-9a-f]{32})\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex DeskAddress();
}
