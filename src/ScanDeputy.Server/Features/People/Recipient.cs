namespace ScanDeputy.Server.Features.People;

/// <summary>An account that is to be told something.</summary>
public sealed record Recipient
{
    public string Id { get; init; } = "";

    /// <summary>Whether it has an absence, past or to come, or nobody has looked: somebody may stand in and has to hear as well.</summary>
    public bool WasAway { get; init; } = true;

    /// <summary>Whether it hears of this stage once a day, by the digest, and not by itself.</summary>
    public bool Collects { get; init; }

    /// <summary>One of which only the id is known.</summary>
    public static Recipient Of(string id) => new() { Id = id };
}
