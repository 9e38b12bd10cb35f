namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>A case before its story: where, what, and who has to do with it.</summary>
internal sealed class CaseScene(Dice dice)
{
    // Set when all cases stand in their order of time.
    public string Id { get; set; } = "";

    public string Number { get; set; } = "";

    public required SeedStation Station { get; init; }

    public required SeedDeputy Deputy { get; init; }

    public required SeedCategory Category { get; init; }

    /// <summary>The account that reports; the keeper's own for a visitor.</summary>
    public required string ReporterId { get; init; }

    public bool IsWalkIn { get; init; }

    /// <summary>Village and spot: 黄山村小学门口.</summary>
    public required string Place { get; init; }

    /// <summary>In short: 路灯不亮.</summary>
    public required string Problem { get; init; }

    public required string Text { get; init; }

    public required string Address { get; init; }

    public double Lat { get; init; }

    public double Lng { get; init; }

    public (string Name, string Phone)? Contact { get; init; }

    public bool ShareWithAgency { get; init; }

    public bool IsPublic { get; init; }

    /// <summary>As the rules have it.</summary>
    public required string LeadAgencyId { get; init; }

    /// <summary>A co-agency, or the one it was sent to by mistake.</summary>
    public required string OtherAgencyId { get; init; }

    public DateOnly PromisedOn { get; init; }

    public CaseScene? MergesInto { get; init; }

    public string Title => $"{Place}{Problem}";

    public T Pick<T>(params IReadOnlyList<T> choices) => dice.Of(choices);
}
