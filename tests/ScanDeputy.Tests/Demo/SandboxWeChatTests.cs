using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Demo;

/// <summary>A phone outside of WeChat signs in, binds its number and subscribes by what the sandbox gives it.</summary>
public sealed class SandboxWeChatTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = _server.Anonymous();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task A_persona_gets_a_login_code_and_signs_in_as_itself()
    {
        var signedIn = await SignInAsync(new { persona = "deputy-1" });
        Assert.NotNull((string?)signedIn["user"]["deputyId"]);
    }

    [Fact]
    public async Task A_visitor_is_the_same_person_each_time_and_not_another_one()
    {
        var first = await SignInAsync(new { visitor = "张三" });
        Assert.Equal((string)first["user"]["id"]!, (string)(await SignInAsync(new { visitor = "张三" }))["user"]["id"]!);
        Assert.NotEqual((string)first["user"]["id"]!, (string)(await SignInAsync(new { visitor = "李四" }))["user"]["id"]!);
    }

    [Fact]
    public async Task A_visitor_binds_the_number_that_is_given_with_the_code()
    {
        var signedIn = await SignInAsync(new { visitor = "张三" });
        var issued = (await _client.PostAsync("/sandbox/wechat/phone-codes", new { visitor = "张三", phoneNumber = "13900001234" })).Expect(HttpStatusCode.OK);
        using var own = new ApiClient(_server.Address, (string)signedIn["accessToken"]!);
        var bound = (await own.PostAsync("/api/v1/auth/phone", new { code = (string)issued["code"]! })).Expect(HttpStatusCode.OK);
        Assert.Equal((string)signedIn["user"]["id"]!, (string)bound["user"]["id"]!);
    }

    [Theory]
    [InlineData("login-codes", """{"persona":"nobody"}""", HttpStatusCode.NotFound)]
    [InlineData("login-codes", """{}""", HttpStatusCode.NotFound)]
    [InlineData("phone-codes", """{"visitor":"no number"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("phone-codes", """{"visitor":"x","phoneNumber":"12"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("subscriptions", """{"persona":"resident-1","templateId":"none","answer":"accept"}""", HttpStatusCode.NotFound)]
    public async Task What_does_not_exist_is_said(string call, string body, HttpStatusCode status) =>
        (await _client.PostAsync($"/sandbox/wechat/{call}", System.Text.Json.Nodes.JsonNode.Parse(body)!)).Expect(status);

    [Theory]
    [InlineData("accept", true)]
    [InlineData("off", false)]
    public async Task A_subscription_decides_whether_messages_come(string answer, bool come)
    {
        var templates = (await _client.GetAsync("/sandbox/wechat/templates")).Expect(HttpStatusCode.OK);
        var templateId = (string)templates["items"][0]!["id"]!;
        (await _client.PostAsync("/sandbox/wechat/subscriptions", new { persona = "resident-1", templateId, answer })).Expect(HttpStatusCode.NoContent);
        var control = ((ScanDeputy.Server.Demo.EmbeddedSandbox)_server.Services.GetService(typeof(ScanDeputy.Server.Demo.EmbeddedSandbox))!).Control;
        var personas = (ScanDeputy.Server.Demo.Personas)_server.Services.GetService(typeof(ScanDeputy.Server.Demo.Personas))!;
        var openId = (await personas.FindAsync("resident-1", CancellationToken.None))!.OpenId;
        Assert.Equal(come, control.SubscriptionsLeft(openId, templateId) > 0);
    }

    private async Task<ApiAnswer> SignInAsync(object phone)
    {
        var issued = (await _client.PostAsync("/sandbox/wechat/login-codes", phone)).Expect(HttpStatusCode.OK);
        return (await _client.PostAsync("/api/v1/auth/wechat", new { code = (string)issued["code"]! })).Expect(HttpStatusCode.OK);
    }
}
