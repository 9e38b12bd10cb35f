using System.Text.RegularExpressions;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Tests.WeChat;
using Xunit;

namespace ScanDeputy.Tests.Conventions;

/// <summary>
/// Only container and server builds have the package Senparc.Weixin.WxOpen (docs/decisions/0002): one property adds it, one folder uses
/// it, and one line chooses its client. Anything else that used it would not compile without the property.
/// </summary>
public sealed partial class SenparcBorderTests
{
    private const string Folder = "src/ScanDeputy.Server/Platform/WeChat/Senparc/";
    private const string Choice = "src/ScanDeputy.Server/Platform/WeChat/WeChatPlatform.cs";
    private const string Itself = "/SenparcBorderTests.cs";

    private static readonly SourceTree Source = SourceTree.Find();

    private static readonly string[] Askers = ["Directory.Build.props", "Directory.Packages.props", "src/ScanDeputy.Server/ScanDeputy.Server.csproj"];

    [Fact]
    public void Only_the_choice_of_the_client_depends_on_the_build() => Assert.Equal(
        [Choice],
        from file in Code()
        where Condition().IsMatch(file.Text)
        select file.Path);

    [Fact]
    public void Nothing_outside_its_folder_uses_Senparc() => Assert.Empty(
        from file in Code()
        where !file.Path.StartsWith(Folder, StringComparison.Ordinal)
        from Match use in Use().Matches(file.Text)
        where file.Path != Choice || use.Value != "Senparc.SenparcWeChatClient"
        select $"{file.Path} uses {use.Value}");

    [Fact]
    public void One_property_adds_one_package_to_the_server() => Assert.Equal(
        ["Directory.Packages.props: Senparc.Weixin.WxOpen", "src/ScanDeputy.Server/ScanDeputy.Server.csproj: Senparc.Weixin.WxOpen"],
        from file in Projects()
        from Match package in Package().Matches(file.Text)
        select $"{file.Path}: {package.Groups["name"].Value}");

    [Fact]
    public void Nothing_else_asks_for_the_property() => Assert.Equal(
        Askers,
        from file in Projects()
        where file.Text.Contains("$(Senparc)", StringComparison.OrdinalIgnoreCase) || file.Text.Contains("SENPARC", StringComparison.Ordinal)
        select file.Path);

    [Fact]
    public void Container_and_server_builds_say_the_property()
    {
        var commands = (
            from text in new[] { "infra/docker/Dockerfile", "docs/operations/install.md" }
            from line in Source.Read(text).Split('\n')
            where PublishCommand().IsMatch(line)
            select line).ToList();
        Assert.Equal(2, commands.Count);
        Assert.All(commands, command => Assert.Contains(" -p:Senparc=true ", command, StringComparison.Ordinal));
    }

    /// <summary>Otherwise the tests of the calls could pass through the other client and say nothing of this one.</summary>
    [Fact]
    public async Task The_client_is_Senparcs_exactly_when_it_is_compiled_in()
    {
        var server = typeof(IWeChatClient).Assembly;
        var isCompiledIn = server.GetReferencedAssemblies().Any(name => name.Name!.StartsWith("Senparc.", StringComparison.Ordinal));
        await using var world = await WeChatWorld.StartAsync();

        Assert.Equal(isCompiledIn ? "SenparcWeChatClient" : "HttpWeChatClient", world.Client().GetType().Name);
    }

    private static IEnumerable<SourceTree.SourceFile> Code() =>
        from folder in new[] { "src", "tests" }
        from pattern in new[] { "*.cs", "*.cshtml" }
        from file in Source.Files(folder, pattern)
        where !file.Path.EndsWith(Itself, StringComparison.Ordinal)
        select file;

    private static IEnumerable<SourceTree.SourceFile> Projects() =>
        from pattern in new[] { "*.props", "*.targets", "*.csproj" }
        from file in Source.Files("", pattern)
        where !file.Path.Contains("/node_modules/", StringComparison.Ordinal)
        orderby file.Path
        select file;

    [GeneratedRegex(@"^\s*#(?:el)?if\b.*\bSENPARC\b", RegexOptions.CultureInvariant | RegexOptions.Multiline, 20_000)]
    private static partial Regex Condition();

    // The namespaces of the package, and ours of the folder; not the word in a comment.
    [GeneratedRegex(@"\bSenparc(?:\.\w+|;)", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Use();

    [GeneratedRegex(@"^(?:RUN )?dotnet publish ", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex PublishCommand();

    [GeneratedRegex(@"<Package(?:Reference|Version)\s+(?:Include|Update)=""(?<name>Senparc[^""]*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Package();
}
