using ScanDeputy.Domain.Routing;
using Xunit;

namespace ScanDeputy.Tests.Domain.Routing;

public class DeputyRoutingTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);

    [Fact]
    public void Deputy_on_duty_comes_before_one_with_fewer_cases()
    {
        var choice = DeputyRouting.Choose([Deputy(1, openCases: 0), Deputy(2, openCases: 9, receptionOn: Day)], Day);

        Assert.Equal(Id(2), choice.Chosen?.Id);
        Assert.Equal(DeputyChoiceReason.OnDuty, choice.Reason);
    }

    [Fact]
    public void Reception_on_another_day_is_no_duty()
    {
        var choice = DeputyRouting.Choose([Deputy(1, openCases: 0), Deputy(2, openCases: 9, receptionOn: Day.AddDays(1))], Day);

        Assert.Equal(Id(1), choice.Chosen?.Id);
        Assert.Equal(DeputyChoiceReason.FewestOpenCases, choice.Reason);
    }

    [Fact]
    public void Stationed_deputy_is_always_on_duty()
    {
        var choice = DeputyRouting.Choose([Deputy(1), Deputy(2) with { AlwaysOnDuty = true }], Day);

        Assert.Equal(Id(2), choice.Chosen?.Id);
    }

    [Fact]
    public void Among_those_on_duty_the_fewest_open_cases_decide()
    {
        var choice = DeputyRouting.Choose(
            [Deputy(1, openCases: 5, receptionOn: Day), Deputy(2, openCases: 4, receptionOn: Day), Deputy(3)], Day);

        Assert.Equal([Id(2), Id(1), Id(3)], choice.Ranking.Select(ranked => ranked.Deputy.Id));
        Assert.Equal([true, true, false], choice.Ranking.Select(ranked => ranked.OnDuty));
        Assert.Equal(DeputyChoiceReason.FewestOpenCases, choice.Reason);
    }

    [Fact]
    public void Equal_deputies_are_taken_in_the_stations_order()
    {
        var choice = DeputyRouting.Choose([Deputy(1) with { Order = 2 }, Deputy(2) with { Order = 1 }], Day);

        Assert.Equal(Id(2), choice.Chosen?.Id);
        Assert.Equal(DeputyChoiceReason.StationOrder, choice.Reason);
    }

    [Fact]
    public void Only_deputy_gets_the_case_on_duty_or_not()
    {
        var choice = DeputyRouting.Choose([Deputy(1, openCases: 30)], Day);

        Assert.Equal(Id(1), choice.Chosen?.Id);
        Assert.Equal(DeputyChoiceReason.OnlyDeputy, choice.Reason);
    }

    [Fact]
    public void Station_without_deputies_chooses_nobody_and_says_so()
    {
        var choice = DeputyRouting.Choose([], Day);

        Assert.Null(choice.Chosen);
        Assert.Equal(DeputyChoiceReason.NoDeputies, choice.Reason);
    }

    [Fact]
    public void Order_of_the_input_changes_nothing()
    {
        var random = new Random(310);
        var deputies = Enumerable.Range(1, 30)
            .Select(n => Deputy(n, random.Next(3), random.Next(2) == 0 ? Day : null) with { Order = random.Next(3) }).ToArray();
        var expected = DeputyRouting.Choose(deputies, Day).Ranking;

        for (var i = 0; i < 50; i++)
        {
            random.Shuffle(deputies);
            Assert.Equal(expected, DeputyRouting.Choose(deputies, Day).Ranking);
        }
    }

    private static DeputyCandidate Deputy(int number, int openCases = 0, DateOnly? receptionOn = null) =>
        new(Id(number), DistrictLevel.County, Order: 0, openCases, AlwaysOnDuty: false, receptionOn is { } on ? [on] : []);

    private static string Id(int number) => $"d{number:D4}";
}
