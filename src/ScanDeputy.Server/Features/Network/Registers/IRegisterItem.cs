namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>A row of a register as it is shown.</summary>
public interface IRegisterItem
{
    string Id { get; }

    /// <summary>Counts the row's changes; the next change must bring it.</summary>
    int Version { get; }

    bool Active { get; }

    /// <summary>How many rows stand above it, where they are a tree.</summary>
    int Depth => 0;

    /// <summary>The name of the row that it belongs to, where they are a tree.</summary>
    string? Above => null;

    /// <summary>Groups by which the list can be narrowed, where rows have some.</summary>
    IEnumerable<string> Groups => [];

    /// <summary>What is searched: names, numbers, addresses.</summary>
    IEnumerable<string> Searched { get; }

    /// <summary>As the row would stand in a file, by the columns of its sheet.</summary>
    IReadOnlyDictionary<string, string> Columns();
}
