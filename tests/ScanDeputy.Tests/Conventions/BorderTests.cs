using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Conventions;

/// <summary>The borders of the house (docs/decisions/0001), read from the source: who may import whom, and who may write which table.</summary>
public sealed partial class BorderTests
{
    private static readonly SourceTree Source = SourceTree.Find();

    [Fact]
    public void The_domain_uses_no_package_no_other_project_and_no_clock()
    {
        var project = Source.Read("src/ScanDeputy.Domain/ScanDeputy.Domain.csproj");
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
        string[] forbidden = ["System.IO", "System.Net", "Microsoft.", "ScanDeputy.Server", "ScanDeputy.WeChat"];
        Assert.Empty(Violations("src/ScanDeputy.Domain", import => forbidden.Any(import.StartsWith)));
    }

    [Fact]
    public void The_sandbox_knows_nothing_of_ours()
    {
        Assert.DoesNotContain("ProjectReference", Source.Read("src/ScanDeputy.WeChat.Sandbox/ScanDeputy.WeChat.Sandbox.csproj"), StringComparison.Ordinal);
        Assert.Empty(Violations("src/ScanDeputy.WeChat.Sandbox", import =>
            import.StartsWith("ScanDeputy.", StringComparison.Ordinal) && !import.StartsWith("ScanDeputy.WeChat.Sandbox", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_table_is_written_by_its_owner_only()
    {
        var violations =
            from file in Source.Files("src/ScanDeputy.Server", "*.cs")
            where !TableOwners.MayWriteEverything(file.Path)
            from Match write in Writes().Matches(file.Text)
            let table = write.Groups["table"].Value
            where TableOwners.Of.TryGetValue(table, out var owners) && !owners.Any(owner => file.Path.Contains(owner, StringComparison.Ordinal))
            select $"{file.Path} writes {table}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Every_table_has_an_owner()
    {
        var tables = Source.Files("src/ScanDeputy.Server/Platform/Database/Migrations", "*.sql")
            .SelectMany(file => CreateTable().Matches(file.Text).Select(match => match.Groups["table"].Value));
        Assert.Empty(tables.Except(TableOwners.Of.Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void Program_stays_under_sixty_lines() => Assert.True(Source.Read("src/ScanDeputy.Server/Program.cs").Split('\n').Length < 60);

    [Fact]
    public void Sql_stays_within_what_both_dialects_speak() => Assert.Empty(
        from file in Source.Files("src/ScanDeputy.Server", "*.cs")
        where !file.Path.EndsWith("Dialect.cs", StringComparison.Ordinal)
        from Match bare in NotPortable().Matches(file.Text)
        select $"{file.Path}: {bare.Value}");

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines() => Assert.Empty(
        from file in Source.Files("src", "*.cs")
        where file.Text.Split('\n').Length > 301
        select file.Path);

    [Fact]
    public void Nothing_is_left_for_later() => Assert.Empty(
        from file in Source.Files("src", "*.cs").Concat(Source.Files("tests", "*.cs"))
        where !file.Path.EndsWith("BorderTests.cs", StringComparison.Ordinal) && Unfinished().IsMatch(file.Text)
        select file.Path);

    private static IEnumerable<string> Violations(string folder, Func<string, bool> forbidden) =>
        from file in Source.Files(folder, "*.cs")
        from import in file.Imports
        where forbidden(import)
        select $"{file.Path} uses {import}";

    [GeneratedRegex(@"\b(?:insert into|InsertOrIgnore\}|update|delete from)\s+(?<table>[a-z_]+)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Writes();

    [GeneratedRegex(@"create table (?:if not exists )?(?<table>[a-z_]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"\breturning\b(?= [a-z_*]+\s*"")|for update skip locked|\bon conflict\b|strftime\(|datetime\('", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex NotPortable();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|Assert\.True\(true\)|Thread\.Sleep", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Unfinished();
}
