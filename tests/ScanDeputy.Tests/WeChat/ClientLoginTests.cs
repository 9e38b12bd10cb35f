using ScanDeputy.Server.Platform.WeChat;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Login and phone: codes work once, and a call that spends one is never made twice.</summary>
public sealed class ClientLoginTests
{
    private const string LoginPath = "/sns/jscode2session";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fresh_code_gives_the_openid()
    {
        await using var world = await WeChatWorld.StartAsync();

        var result = await world.Client().CodeToSessionAsync(world.Control.IssueLoginCode(WeChatWorld.Deputy), Ct);

        Assert.Equal(new WeChatSession(WeChatWorld.Deputy, WeChatWorld.DeputyUnionId), result.Value);
    }

    [Fact]
    public async Task Code_used_twice_is_refused_as_a_value()
    {
        await using var world = await WeChatWorld.StartAsync();
        var (client, code) = (world.Client(), world.Control.IssueLoginCode(WeChatWorld.Resident));
        await client.CodeToSessionAsync(code, Ct);

        var again = await client.CodeToSessionAsync(code, Ct);

        Assert.Equal((WeChatOutcome.Refused, WeChatErrors.CodeUsed), (again.Outcome, again.ErrCode));
    }

    [Theory]
    [InlineData("a b&c=d")]
    [InlineData("../../cgi-bin/token?x=1#")]
    [InlineData("码")]
    public async Task Hostile_code_stays_one_query_value(string code)
    {
        await using var world = await WeChatWorld.StartAsync();

        var result = await world.Client().CodeToSessionAsync(code, Ct);

        Assert.Equal(WeChatErrors.InvalidCode, result.ErrCode);
    }

    [Fact]
    public async Task Blocked_user_is_refused()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.MarkRisky(WeChatWorld.Resident);

        var result = await world.Client().CodeToSessionAsync(world.Control.IssueLoginCode(WeChatWorld.Resident), Ct);

        Assert.Equal((WeChatOutcome.Refused, WeChatErrors.UserBlocked), (result.Outcome, result.ErrCode));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lost_connection_does_not_repeat_a_login(bool afterwards)
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client();
        // A first call leaves a connection behind that the handler might reuse, and repeat on.
        await client.CodeToSessionAsync(world.Control.IssueLoginCode(WeChatWorld.Resident), Ct);
        world.Control.Faults.DropNext(LoginPath, afterwards: afterwards);

        var lost = await client.CodeToSessionAsync(world.Control.IssueLoginCode(WeChatWorld.Resident), Ct);

        Assert.Equal((WeChatOutcome.Unreachable, true, 2L), (lost.Outcome, lost.MayHaveHappened, world.Control.CallCount(LoginPath)));
    }

    [Fact]
    public async Task Connection_that_dies_in_good_order_does_not_repeat_a_login_either()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var server = new DyingServer();
        var client = world.Client(baseAddress: server.BaseAddress);
        Assert.True((await client.CodeToSessionAsync("one", Ct)).IsOk);

        var lost = await client.CodeToSessionAsync("two", Ct);

        Assert.Equal((WeChatOutcome.Unreachable, 2), (lost.Outcome, server.Requests));
    }

    [Fact]
    public async Task Busy_login_is_left_to_the_caller()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.Faults.FailNext(LoginPath, WeChatErrors.Busy);

        var result = await world.Client().CodeToSessionAsync(world.Control.IssueLoginCode(WeChatWorld.Resident), Ct);

        Assert.Equal((WeChatOutcome.Retryable, 1L), (result.Outcome, world.Control.CallCount(LoginPath)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Phone_code_gives_the_number_however_the_country_is_written(bool asNumber)
    {
        await using var world = await WeChatWorld.StartAsync(options => options.CountryCodeAsNumber = asNumber);

        var result = await world.Client().GetPhoneNumberAsync(world.Control.IssuePhoneCode(WeChatWorld.Deputy), Ct);

        Assert.Equal(new WeChatPhone("13900000002", "86"), result.Value);
    }

    [Fact]
    public async Task Login_code_is_no_phone_code()
    {
        await using var world = await WeChatWorld.StartAsync();

        var result = await world.Client().GetPhoneNumberAsync(world.Control.IssueLoginCode(WeChatWorld.Deputy), Ct);

        Assert.Equal((WeChatOutcome.Refused, WeChatErrors.InvalidCode), (result.Outcome, result.ErrCode));
    }
}
