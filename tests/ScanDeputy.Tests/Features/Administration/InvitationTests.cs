using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>Somebody who was given an account sets their first password by a link that was sent to their phone, and nobody else ever knows one.</summary>
public sealed class InvitationTests : IAsyncLifetime
{
    private const string Staff = "/api/v1/admin/staff";
    private const string Mobile = "13800138077";
    private const string Own = "paper boat under the bridge";
    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private TextPhone _phone = null!;
    private string _id = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        _phone = new TextPhone(_server, Mobile);
        _id = await CreateAsync("zk-invited", Mobile);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("api")]
    [InlineData("page")]
    public async Task Whoever_has_the_link_sets_a_password_once_and_signs_in_with_it(string place)
    {
        var sent = await InviteAsync();
        Assert.Equal("138******77", (string)sent["phone"]!);
        Assert.Contains("zk-invited", _phone.Texts[^1], StringComparison.Ordinal);
        using var nobody = _server.Anonymous();
        (await SignInAsync(nobody, Own)).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");

        if (place == "api")
            Assert.Equal("zk-invited", (string)(await AcceptAsync(nobody)).Expect(HttpStatusCode.OK)["userName"]!);
        else
            await AcceptOnPageAsync();

        Assert.False((bool)(await SignInAsync(nobody, Own)).Expect(HttpStatusCode.OK)["mustChangePassword"]!);
        (await AcceptAsync(nobody)).Expect(HttpStatusCode.Gone, "invitation_invalid");
        Assert.Equal("invited,passwordChanged", await KindsAsync());
    }

    [Theory]
    [InlineData("seven days later")]
    [InlineData("sent again")]
    [InlineData("account closed")]
    [InlineData("made up")]
    public async Task A_link_that_is_good_no_more_says_so(string what)
    {
        await InviteAsync();
        var link = _phone.LastInvitation;
        switch (what)
        {
            case "seven days later":
                (await _admin.AdvanceAsync("P7D")).Expect(HttpStatusCode.OK);
                break;
            case "sent again":
                await InviteAsync();
                break;
            case "account closed":
                (await _admin.PostAsync($"{Staff}/{_id}/leave", new { })).Expect(HttpStatusCode.OK);
                break;
            default:
                link = $"{(link[0] == 'A' ? 'B' : 'A')}{link[1..]}";
                break;
        }

        using var nobody = _server.Anonymous();
        (await AcceptAsync(nobody, link)).Expect(HttpStatusCode.Gone, "invitation_invalid");
        using var page = new PageClient(_server.Address);
        using var shown = await page.GetAsync($"/i/{link}");
        Assert.Equal(HttpStatusCode.Gone, shown.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("zk-invitedzk-invited")]
    [InlineData(Mobile)]
    [InlineData("password123456")]
    public async Task A_weak_password_is_refused_and_the_link_is_still_good(string weak)
    {
        await InviteAsync();
        using var nobody = _server.Anonymous();
        Assert.NotNull((await AcceptAsync(nobody, password: weak)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["newPassword"]);
        (await AcceptAsync(nobody)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_who_come_at_once_one_sets_the_password()
    {
        await InviteAsync();
        var link = _phone.LastInvitation;
        var ends = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            using var nobody = _server.Anonymous();
            return (await AcceptAsync(nobody, link, $"{Own} {i}")).Status;
        }));
        Assert.Equal(1, ends.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(5, ends.Count(status => status == HttpStatusCode.Gone));
    }

    [Fact]
    public async Task Whoever_cannot_be_reached_is_not_invited()
    {
        var without = await CreateAsync("zk-phoneless", null);
        (await _admin.PostAsync($"{Staff}/{without}/invite")).Expect(HttpStatusCode.Conflict, "no_mobile");
        (await _admin.PostAsync($"{Staff}/{_id}/leave", new { })).Expect(HttpStatusCode.OK);
        (await _admin.PostAsync($"{Staff}/{_id}/invite")).Expect(HttpStatusCode.Conflict, "account_closed");
        using var neighbour = await _server.AsAsync("admin-2");
        (await neighbour.PostAsync($"{Staff}/{_id}/invite")).Expect(HttpStatusCode.NotFound);
        Assert.Empty(_phone.Texts);
    }

    [Fact]
    public async Task Open_sessions_end_when_the_password_is_set()
    {
        using var open = await _phone.SignInAsync();
        (await _admin.AdvanceAsync("PT5M")).Expect(HttpStatusCode.OK);
        await InviteAsync();
        (await open.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        using var nobody = _server.Anonymous();
        (await AcceptAsync(nobody)).Expect(HttpStatusCode.OK);
        (await open.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    private async Task<string> CreateAsync(string userName, string? phone) =>
        (string)(await _admin.PostAsync(Staff, new { userName, name = "新来员", phone, roles = new[] { "committeeOffice" } })).Expect(HttpStatusCode.Created)["id"]!;

    private async Task<ApiAnswer> InviteAsync() => (await _admin.PostAsync($"{Staff}/{_id}/invite")).Expect(HttpStatusCode.OK);

    private Task<ApiAnswer> AcceptAsync(ApiClient client, string? link = null, string password = Own) =>
        client.PostAsync("/api/v1/auth/invitation", new { token = link ?? _phone.LastInvitation, newPassword = password });

    private static Task<ApiAnswer> SignInAsync(ApiClient client, string password) => client.PostAsync("/api/v1/auth/password", new { userName = "zk-invited", password });

    private async Task AcceptOnPageAsync()
    {
        using var page = new PageClient(_server.Address);
        var address = $"/i/{_phone.LastInvitation}";
        using var differing = await page.PostAsync(address, address, ("newPassword", Own), ("again", "something else entirely"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, differing.StatusCode);
        using var set = await page.PostAsync(address, address, ("newPassword", Own), ("again", Own));
        Assert.Equal("/login?done=invited", set.Headers.Location?.OriginalString);
    }

    private Task<string> KindsAsync() => _server.Services.GetRequiredService<Database>().ReadAsync(
        async connection => string.Join(',', await Dapper.SqlMapper.QueryAsync<string>(connection, "select kind from account_changes where user_id = @_id and kind <> 'created' order by made_at, id", new { _id })), Ct);
}
