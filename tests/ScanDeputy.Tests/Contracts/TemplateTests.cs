using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Contracts;

/// <summary>The subscription templates that an office applies for by <c>templates.json</c> are those that the program fills in and the sandbox has.</summary>
public sealed class TemplateTests
{
    private static readonly NoticeTemplates Names = new() { Progress = "progress", Work = "work" };

    private static JsonNode[] Templates => [.. JsonNode.Parse(SourceTree.Find().Read("miniprogram-contracts/templates.json"))!["templates"]!.AsArray().Select(template => template!)];

    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>()];

    [Fact]
    public void The_settings_of_the_templates_are_there() => Assert.Equal(
        typeof(NoticeTemplates).GetProperties().Select(property => $"{NoticeTemplates.Section}:{property.Name}").Order(StringComparer.Ordinal),
        Templates.SelectMany(template => (string[])[(string)template["setting"]!, (string)template["longTermSetting"]!]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_notice_goes_by_the_template_that_names_its_kind_and_by_the_other_one_otherwise(NoticeKind kind)
    {
        var named = Templates.FirstOrDefault(template => template["kinds"]!.AsArray().Any(known => (string)known! == NoticeKinds.NameOf(kind)))
            ?? Templates.Single(template => template["kinds"]!.AsArray().Count == 0);
        Assert.Equal((string)named["name"]!, Sent(kind, "有新进展").TemplateId);
    }

    [Theory]
    [InlineData("进")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一")]
    [InlineData("一二三四五六七八九十一二三四五六七八😀九十一二三")]
    [InlineData("一二三四五六七八九十一二三四五六七八九😀十一二三")]
    public void What_is_sent_has_the_keywords_of_its_template_in_their_lengths(string text)
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            var message = Sent(kind, text);
            var keywords = Templates.Single(template => (string)template["name"]! == message.TemplateId)["keywords"]!.AsArray().Select(keyword => keyword!).ToList();
            Assert.Equal(keywords.Select(keyword => (string)keyword["key"]!), message.Data.Keys);
            Assert.All(keywords, keyword => Assert.InRange(message.Data[(string)keyword["key"]!].Length, 1, (int)keyword["maxLength"]!));
            // Half of a character would be shown as a box.
            Assert.All(message.Data.Values, value => Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(value))));
        }
    }

    [Fact]
    public void A_keyword_s_key_is_its_type_with_a_number() => Assert.All(
        Templates.SelectMany(template => template["keywords"]!.AsArray()),
        keyword => Assert.Equal((string)keyword!["type"]!, ((string)keyword["key"]!).TrimEnd("0123456789".ToCharArray())));

    [Fact]
    public void Whom_a_template_is_for_are_roles()
    {
        var roles = Enum.GetValues<Role>().Select(role => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(role.ToString())).ToHashSet(StringComparer.Ordinal);
        Assert.All(Templates.SelectMany(template => template["for"]!.AsArray()), role => Assert.Contains((string)role!, roles));
    }

    [Fact]
    public async Task The_sandbox_has_these_templates()
    {
        await using var server = await TestServer.StartAsync();
        var there = server.Services.GetRequiredService<EmbeddedSandbox>().Control.Templates;
        Assert.Equal(Templates.Select(Written).Order(StringComparer.Ordinal), there.Select(template => $"{template.Title}: {string.Join(' ', template.Fields.Select(field => $"{field.Key} {field.Value}"))}").Order(StringComparer.Ordinal));
    }

    private static string Written(JsonNode template) =>
        $"{template["title"]}: {string.Join(' ', template["keywords"]!.AsArray().Select(keyword => $"{keyword!["key"]} {keyword["label"]}"))}";

    private static Server.Platform.WeChat.WeChatMessage Sent(NoticeKind kind, string text) =>
        WeChatNotice.Compose(new OutgoingNotice(kind, null, "LZ-2026-000001", null, text, DateTimeOffset.UnixEpoch), "openid", Names)!;
}
