namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>Groups of people around a case that can be told something.</summary>
public enum Audience
{
    /// <summary>The author of the report, and whoever follows the case.</summary>
    Residents,
    Deputy,
    Committee,
    Government,
    Lead,
    CoAgencies,
    Supervisors,
    StageOwner,

    /// <summary>Those who signed an own suggestion beside the deputy who wrote it.</summary>
    CoSigners,

    /// <summary>Whoever was asked last to sign an own suggestion.</summary>
    AskedCoSigners,

    /// <summary>Who has to answer a supervision order: whoever the case is with now, else who did the work last.</summary>
    Answering,
}

/// <summary>What a message is about.</summary>
public enum NewsKind
{
    /// <summary>Work that waits for the receiver, or what became of it.</summary>
    Work,

    /// <summary>How the receiver's own matter goes on.</summary>
    Progress,
    Supervision,

    /// <summary>The resident has waited past the date and says so.</summary>
    Urge,
}

/// <summary>Something that a group of people is told when a fact happens.</summary>
/// <param name="TextKey">Key of the sentence among the texts of notices.</param>
/// <param name="DetailKey">Key of the words that go into the sentence in the place of a date; null for the date that concerns the receivers.</param>
public sealed record News(Audience To, NewsKind Kind, string TextKey, string? DetailKey = null)
{
    /// <summary>Said by a fact that nobody has to be told of.</summary>
    public static IReadOnlyList<News> Nobody { get; } = [];

    public static News Work(Audience to, string key) => new(to, NewsKind.Work, key);

    /// <summary>For whoever has the case now: the open stage's owner, else the deputy.</summary>
    public static News WorkIn(Case state, string key) => Work(state.OpenStage is null ? Audience.Deputy : Audience.StageOwner, key);

    /// <summary>To those whose own suggestion it is, how it goes on; to nobody where a resident reported the matter.</summary>
    public static IReadOnlyList<News> OfOwn(Case after, string key) =>
        after.IsOwn ? [Work(Audience.Deputy, $"own.{key}"), Work(Audience.CoSigners, $"own.{key}")] : Nobody;

    public static News Progress(string key) => new(Audience.Residents, NewsKind.Progress, $"progress.{key}");

    public static News Urge(Audience to, string key) => new(to, NewsKind.Urge, key);

    public static News Supervision(Audience to, string key, string? detailKey = null) => new(to, NewsKind.Supervision, key, detailKey);
}
