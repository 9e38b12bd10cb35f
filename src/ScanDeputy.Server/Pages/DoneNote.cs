namespace ScanDeputy.Server.Pages;

/// <summary>What an action has done, for the partial <c>_Done</c>: it stands on top of the page that follows, and takes the focus.</summary>
/// <param name="What">What happened.</param>
public sealed record DoneNote(string What)
{
    /// <summary>What comes next, of whom and until when; null where nothing does.</summary>
    public string? Next { get; init; }

    /// <summary>Where to go on: words and address.</summary>
    public IReadOnlyList<(string Words, string Address)> Links { get; init; } = [];
}
