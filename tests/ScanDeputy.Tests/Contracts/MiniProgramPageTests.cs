using System.Text.Json.Nodes;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Platform.WeChat.MiniProgram;
using ScanDeputy.Tests.Conventions;
using Xunit;

namespace ScanDeputy.Tests.Contracts;

/// <summary>
/// Whatever the program sends into the mini-program leads to a page of <c>pages.json</c>, with the parameters of that page. That the mini-program has
/// exactly these pages is a test of its own, in <c>miniprogram-contracts</c>.
/// </summary>
public sealed class MiniProgramPageTests
{
    private static readonly NoticeTemplates Templates = new() { Progress = "progress", Work = "work" };

    private static JsonArray Pages => JsonNode.Parse(SourceTree.Find().Read("miniprogram-contracts/pages.json"))!["pages"]!.AsArray();

    [Fact]
    public void The_program_has_the_pages_of_the_contract() =>
        Assert.Equal(Pages.Select(page => (string)page!["path"]!), MiniProgramPages.All.Select(page => page.Path));

    [Fact]
    public void Names_and_paths_are_there_once_and_paths_are_as_WeChat_wants_them()
    {
        Assert.Distinct(MiniProgramPages.All.Select(page => page.Name));
        Assert.Distinct(MiniProgramPages.All.Select(page => page.Path));
        Assert.All(MiniProgramPages.All, page => Assert.Matches("^[a-z]+(/[a-z]+)+$", page.Path));
    }

    [Fact]
    public void Who_may_open_a_page_is_everyone_the_signed_in_or_some_roles()
    {
        var roles = Enum.GetValues<Role>().Select(role => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(role.ToString())).ToHashSet(StringComparer.Ordinal);
        Assert.All(Pages, page => Assert.True(
            page!["open"] is JsonArray some ? some.All(role => roles.Contains((string)role!)) : (string)page["open"]! is "everyone" or "signedIn", (string)page["name"]!));
    }

    [Fact]
    public void A_message_leads_to_a_page_that_messages_open()
    {
        var pages = from kind in Enum.GetValues<NoticeKind>()
                    from caseId in new[] { "01J0000000000000000000000A", null }
                    let notice = new OutgoingNotice(kind, caseId, "LZ-2026-000001", null, "有新进展", DateTimeOffset.UnixEpoch)
                    select WeChatNotice.Compose(notice, "openid", Templates)!.Page!;
        Assert.All(pages, address =>
        {
            var page = MiniProgramPages.All.Single(known => known.Path == address.Split('?')[0]);
            Assert.Contains("message", page.Entry);
            Assert.All(QueryOf(address), name => Assert.True(page.Takes(name), address));
            Assert.All(page.Parameters.Where(parameter => parameter.Required), parameter => Assert.Contains(parameter.Name, QueryOf(address)));
        });
    }

    [Fact]
    public void A_mini_program_code_leads_to_a_page_that_codes_open()
    {
        var page = MiniProgramPages.All.Single(known => known.Path == new CodeOptions().MiniProgramPage);
        Assert.Contains("miniProgramCode", page.Entry);
        Assert.True(page.Takes("scene"));
        Assert.DoesNotContain(page.Parameters, parameter => parameter.Required);
    }

    [Theory]
    [InlineData("pages/station/station", true)]
    [InlineData("pages/home/home", false)]
    [InlineData("pages/nowhere/nowhere", false)]
    [InlineData("/pages/station/station", false)]
    [InlineData("pages/station/station?code=1", false)]
    [InlineData("", false)]
    public void Only_a_page_that_reads_a_scene_can_stand_behind_a_code(string page, bool may) =>
        Assert.Equal(may, new CodeOptionsValidator().Validate(null, new CodeOptions { MiniProgramPage = page }).Succeeded);

    [Theory]
    [InlineData("nowhere", "id", "no page")]
    [InlineData("case", "number", "no parameter")]
    [InlineData("case", null, "needs its parameter")]
    public void An_address_that_the_contract_does_not_have_is_not_made(string name, string? parameter, string fault)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => MiniProgramPages.Address(name, parameter is null ? [] : [(parameter, "1")]));
        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_in_an_address_is_encoded() => Assert.Equal("pages/case/case?id=a%26b%3D%E4%B8%AD", MiniProgramPages.Address("case", ("id", "a&b=中")));

    private static IReadOnlyList<string> QueryOf(string address) =>
        address.Split('?') is [_, var query] ? [.. query.Split('&').Select(pair => pair.Split('=')[0])] : [];
}
