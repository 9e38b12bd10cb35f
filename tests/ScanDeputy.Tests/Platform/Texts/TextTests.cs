using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Tests.Conventions;
using Xunit;

namespace ScanDeputy.Tests.Platform.Texts;

/// <summary>Everything that people read has its Chinese word.</summary>
public sealed class TextTests
{
    [Fact]
    public void Every_state_stage_role_and_move_has_its_word()
    {
        AssertAll<CaseStatus>();
        AssertAll<Role>();
        AssertAll<StageKind>();
        AssertAll<Verdict>();
        AssertAll<VerdictKind>();
        AssertAll<Outcome>();
        AssertAll<Grade>();
        AssertAll<Move>();
        AssertAll<DayKind>();
        AssertAll<StationKind>();

        static void AssertAll<T>()
            where T : struct, Enum => Assert.All(Enum.GetValues<T>(), value => Assert.NotEmpty(Terms.Of(value)));
    }

    [Fact]
    public void Every_fact_has_its_word()
    {
        var names = typeof(ScanDeputy.Domain.Cases.Moves.Fact).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), inherit: false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(attribute => (string)attribute.TypeDiscriminator!);
        Assert.All(names, name => Assert.NotNull(Terms.Find($"Fact.{name}")));
    }

    [Fact]
    public void Every_field_text_that_the_code_names_exists()
    {
        var keys = SourceTree.Find().Files("src", "*.cs")
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(file.Text, "\"(?<key>field_[a-z_]+)\"", System.Text.RegularExpressions.RegexOptions.CultureInvariant | System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(20)))
            .Select(match => match.Groups["key"].Value).Distinct(StringComparer.Ordinal);
        Assert.All(keys, key => Assert.NotEmpty(ErrorTexts.Detail(key)));
    }
}
