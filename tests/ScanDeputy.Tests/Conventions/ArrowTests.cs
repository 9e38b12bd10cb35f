using System.Reflection;
using System.Reflection.Emit;
using NetArchTest.Rules;
using ScanDeputy.Domain;
using ScanDeputy.Server;
using Xunit;

namespace ScanDeputy.Tests.Conventions;

/// <summary>
/// The arrows between the rooms of the house (docs/architecture.md), read from the compiled assemblies, so that a name written in full counts
/// as well. Only what stands here may be used.
/// </summary>
public sealed class ArrowTests
{
    private const string Features = "ScanDeputy.Server.Features";
    private const string Domain = "ScanDeputy.Domain";

    private static readonly string[] BelowCases = ["Rules", "People", "Notices", "Network"];

    /// <summary>Each slice with those below it, from the ground up.</summary>
    private static readonly Dictionary<string, string[]> Slices = new(StringComparer.Ordinal)
    {
        ["Rules"] = ["People"],
        ["People"] = [],
        ["Notices"] = ["Rules", "People"],
        ["Network"] = ["Rules", "People", "Notices"],
        ["Cases"] = BelowCases,
        ["ContentReview"] = [.. BelowCases, "Cases"],
        ["Ledger"] = [.. BelowCases, "Cases"],
        ["Deadlines"] = [.. BelowCases, "Cases"],
        ["Publication"] = ["Rules", "People", "Network", "Cases"],
        ["Administration"] = [.. BelowCases, "Cases", "ContentReview", "Ledger", "Deadlines"],
    };

    private static readonly Dictionary<string, string[]> DomainRooms = new(StringComparer.Ordinal)
    {
        ["Calendars"] = [],
        ["Privacy"] = [],
        ["Stages"] = [],
        ["Stations"] = [],
        ["Routing"] = [],
        ["Receptions"] = ["Calendars"],
        ["Deadlines"] = ["Calendars", "Stages"],
        ["Cases"] = ["Calendars", "Stages", "Stations", "Routing", "Deadlines"],
    };

    public static TheoryData<string, string> Arrows => Pairs(Slices);

    public static TheoryData<string, string> DomainArrows => Pairs(DomainRooms);

    [Fact]
    public void Every_slice_has_its_arrows() => Assert.Equal(RoomsOf(typeof(ServerSetup).Assembly, Features), Slices.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_room_of_the_domain_has_its_arrows() => Assert.Equal(RoomsOf(typeof(Refusal).Assembly, Domain), DomainRooms.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_slice_uses_those_below_it_only(string from, string to) =>
        Assert.Empty(Violations(Types.InAssembly(typeof(ServerSetup).Assembly), $"{Features}.{from}", $"{Features}.{to}"));

    [Theory]
    [MemberData(nameof(DomainArrows))]
    public void A_room_of_the_domain_uses_those_below_it_only(string from, string to) =>
        Assert.Empty(Violations(Types.InAssembly(typeof(Refusal).Assembly), $"{Domain}.{from}", $"{Domain}.{to}"));

    /// <summary>The test can fail: a violation of each arrow, planted in an assembly of its own, is found.</summary>
    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_planted_violation_is_found(string from, string to) =>
        Assert.Single(Violations(Plant($"{Features}.{from}", $"{Features}.{to}"), $"{Features}.{from}", $"{Features}.{to}"));

    [Theory]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Server.Features")]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Server.Pages")]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Server.Demo")]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Domain.Cases")]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Domain.Stages")]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Domain.Deadlines")]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Domain.Stations")]
    [InlineData("ScanDeputy.Server.Platform", "ScanDeputy.Domain.Routing")]
    [InlineData("ScanDeputy.Server.Jobs", "ScanDeputy.Server.Features")]
    [InlineData("ScanDeputy.Server.Jobs", "ScanDeputy.Server.Pages")]
    [InlineData("ScanDeputy.Server.Features", "ScanDeputy.Server.Pages")]
    [InlineData("ScanDeputy.Server.Features", "ScanDeputy.Server.Demo")]
    public void What_is_below_does_not_know_what_is_above(string from, string to)
    {
        Assert.Empty(Violations(Types.InAssembly(typeof(ServerSetup).Assembly), from, to));
        Assert.Single(Violations(Plant(from, to), from, to));
    }

    [Fact]
    public void Platform_names_nothing_of_the_business()
    {
        string[] words = ["Case", "Stage", "Notice", "Absence", "Report", "Station"];
        var named =
            from type in typeof(ServerSetup).Assembly.GetTypes()
            where type.Namespace?.StartsWith("ScanDeputy.Server.Platform", StringComparison.Ordinal) == true
            from name in NamesOf(type)
            from word in words
            where Words(name).Contains(word, StringComparer.Ordinal)
            select $"{type.FullName}: {name}";
        Assert.Empty(named.Distinct(StringComparer.Ordinal));
    }

    /// <summary>A pair for each arrow that does not exist.</summary>
    private static TheoryData<string, string> Pairs(Dictionary<string, string[]> rooms)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var (from, below) in rooms)
        {
            foreach (var to in rooms.Keys.Where(room => room != from && !below.Contains(room, StringComparer.Ordinal)))
                pairs.Add(from, to);
        }

        return pairs;
    }

    private static IEnumerable<string> Violations(Types types, string from, string to)
    {
        var result = types.That().ResideInNamespace(from).ShouldNot().HaveDependencyOnAny(to).GetResult();
        return result.IsSuccessful ? [] : result.FailingTypes.Select(type => type.FullName);
    }

    private static IEnumerable<string> RoomsOf(Assembly assembly, string root) => assembly.GetTypes()
        .Select(type => type.Namespace ?? "")
        .Where(name => name.StartsWith(root + ".", StringComparison.Ordinal))
        .Select(name => name[(root.Length + 1)..].Split('.')[0])
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>An assembly in which a type of one namespace has a field of a type of another.</summary>
    private static Types Plant(string from, string to)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Planted"), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule("Planted");
        var used = module.DefineType($"{to}.Used", TypeAttributes.Public);
        var user = module.DefineType($"{from}.User", TypeAttributes.Public);
        user.DefineField("field", used, FieldAttributes.Private);
        used.CreateType();
        user.CreateType();
        var folder = Directory.CreateTempSubdirectory("scandeputy-planted-").FullName;
        try
        {
            var file = Path.Combine(folder, "Planted.dll");
            assembly.Save(file);
            return Types.FromFile(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> NamesOf(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetMembers(own).Select(member => member.Name).Append(type.Name);
    }

    /// <summary>"StationCodeUnknown" has three; plurals count as their singular, and camel case is no case.</summary>
    private static IEnumerable<string> Words(string name) =>
        System.Text.RegularExpressions.Regex.Matches(name.Replace("CamelCase", "", StringComparison.Ordinal), "[A-Z][a-z]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(20))
            .Select(match => match.Value.EndsWith('s') ? match.Value[..^1] : match.Value);
}
