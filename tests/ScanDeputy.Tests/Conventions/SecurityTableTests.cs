using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Conventions;

/// <summary>The table that measures the program by a security standard: each requirement once, figures that are counted, and files that are there.</summary>
public sealed partial class SecurityTableTests
{
    private const string Table = "docs/security-asvs.md";
    private const string NoFit = "does not fit";

    private static readonly string[] States = ["met", "partly", "missing", NoFit];

    // Of levels 1 and 2, chapter by chapter.
    private static readonly int[] Requirements = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

    private static readonly SourceTree Source = SourceTree.Find();

    [Fact]
    public void Each_requirement_stands_once_and_the_figures_are_counted()
    {
        var rows = Source.Read(Table).Split('\n').Where(line => Row().IsMatch(line)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var states = rows.SelectMany(row => row[1].Split(',').Select(number => (Number: number, State: row[4]))).ToList();
        Assert.Equal(states.Count, states.DistinctBy(one => one.Number).Count());
        Assert.Equal(Requirements, states.CountBy(one => int.Parse(one.Number.Split('.')[0], CultureInfo.InvariantCulture)).OrderBy(chapter => chapter.Key).Select(chapter => chapter.Value));
        Assert.All(states, one => Assert.Contains(one.State, States));
        Assert.All(rows, row => Assert.NotEqual("", row[5]));

        var count = States.ToDictionary(state => state, state => states.Count(one => one.State == state), StringComparer.Ordinal);
        Assert.Equal(
            [("requirements", states.Count), ("fit this program", states.Count - count[NoFit]), ("met", count["met"]), ("partly", count["partly"]), ("missing", count["missing"]), ("do not fit", count[NoFit])],
            Figure().Matches(Source.Read(Table)).Select(figure => (figure.Groups["name"].Value, int.Parse(figure.Groups["all"].Value, CultureInfo.InvariantCulture))));
        Assert.Contains(
            $"of {states.Count} requirements {states.Count - count[NoFit]} fit; {count["met"]} are met, {count["partly"]} partly, {count["missing"]} are missing", Source.Read("docs/security.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Table)]
    [InlineData("docs/security-inventories.md")]
    [InlineData("docs/security.md")]
    public void What_is_named_is_there(string page)
    {
        var files = new[] { "src", "tests", "infra", "docs", "miniprogram-contracts/client/src", "miniprogram-contracts/miniprogram/src" }
            .SelectMany(folder => Directory.EnumerateFiles(Source.PathOf(folder), "*", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Source.Root))
            .Append(Source.PathOf("miniprogram-contracts/openapi.json")).Select(path => path.Replace('\\', '/')).ToList();
        Assert.All(FileName().Matches(Source.Read(page)).Select(name => name.Groups["file"].Value), name => Assert.Contains(files, file => file.EndsWith($"/{name}", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^\| [0-9.,]+ \| [12/]+ \|", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| (?<name>[a-z ]+) \| [0-9]+ \| (?<all>[0-9]+) \|$", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Figure();

    [GeneratedRegex(@"`(?<file>[\w./@-]+\.(cs|md|sh|conf|yaml|yml|cshtml|ts|js|txt|props))`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex FileName();
}
