namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>What is known of one operation from its endpoint's metadata.</summary>
public sealed class OperationFacts
{
    /// <summary>Whether a token is needed.</summary>
    public bool SignedIn { get; set; }

    /// <summary>One of these is needed; empty when nobody is asked.</summary>
    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Codes of every refusal.</summary>
    public SortedSet<string> Codes { get; } = new(StringComparer.Ordinal);
}

/// <summary>A door that calls go through before their endpoint: what it asks for, and what it refuses.</summary>
public interface IOperationDoor
{
    void Describe(EndpointMetadataCollection endpoint, OperationFacts facts);
}
