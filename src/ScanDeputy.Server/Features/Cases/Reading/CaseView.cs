using System.Text.Json.Serialization;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>A thing with a name, as the API shows it.</summary>
public sealed record Named(string Id, string Name);

/// <summary>A district by its 12-digit code.</summary>
public sealed record NamedDistrict(string Code, string Name);

/// <summary>A case as one caller may see it; <see cref="Actions"/> names the moves that this caller may make now.</summary>
public sealed record CaseView
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public required CaseStatus Status { get; init; }

    public required int Version { get; init; }

    public required Named Category { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public required Named Station { get; init; }

    public required NamedDistrict District { get; init; }

    public required Named? Deputy { get; init; }

    public required Named? Lead { get; init; }

    public required IReadOnlyList<Named> CoAgencies { get; init; }

    /// <summary>
    /// 首问责任人: whom to ask first at the lead and the co-agencies, where they have named somebody; for the parties. A resident is told of the lead only, which
    /// answers for all of them.
    /// </summary>
    public IReadOnlyList<AgencyContactView> AgencyContacts { get; init; } = [];

    public required IReadOnlyList<StageView> Stages { get; init; }

    public required AnswerView? Answer { get; init; }

    public required Outcome? Outcome { get; init; }

    public required EvaluationView? Evaluation { get; init; }

    public required IReadOnlyList<SupervisionView> Supervision { get; init; }

    /// <summary>Names of the moves that the caller may make now.</summary>
    [ClosedList<MoveList>]
    public required IReadOnlyList<string> Actions { get; init; }

    public PlaceView? Place { get; init; }

    public ContactView? Contact { get; init; }

    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];

    public RedirectionView? Redirection { get; init; }

    public string? SuggestionTitle { get; init; }

    /// <summary>What a deputy's own suggestion is; null where a resident reported the matter.</summary>
    public SuggestionKind? OwnKind { get; init; }

    /// <summary>The deputies who signed an own suggestion; for its parties also those who were asked.</summary>
    public IReadOnlyList<CoSignerView> CoSigners { get; init; } = [];

    public string? MergedIntoId { get; init; }

    public string? MergedIntoNumber { get; init; }

    /// <summary>The co-agencies, each with its opinion or the date by which it is due; for officials.</summary>
    public IReadOnlyList<OpinionView> CoOpinions { get; init; } = [];

    /// <summary>The contacts that the agencies have logged, in the order in which they were written down; for officials.</summary>
    public IReadOnlyList<LoggedContactView> Contacts { get; init; } = [];

    /// <summary>The agency's answer came without a single logged contact (三见面); for officials.</summary>
    public bool AnsweredWithoutContact { get; init; }

    public PauseRequestView? PauseRequest { get; init; }

    public ExtensionRequestView? ExtensionRequest { get; init; }

    public ReturnView? Return { get; init; }

    /// <summary>The case has gone to supervision and no order has been given yet; for officials.</summary>
    public bool SupervisionRequired { get; init; }

    /// <summary>Number and fingerprint of the report, as it was given to the resident; null for those who see it as the public does.</summary>
    public string? Receipt { get; init; }

    /// <summary>The secret in the fingerprint; for whoever sees the report in full.</summary>
    public string? ReceiptNonce { get; init; }

    public bool Public { get; init; }

    /// <summary>The author agreed to the publication of their photos as well.</summary>
    public bool PhotosPublic { get; init; }

    /// <summary>Whether the report's text may be shown to the public: waiting, passed, held or refused; null for those who see it as the public does.</summary>
    public string? ContentStatus { get; init; }

    /// <summary>What the author should change, when the text was refused; for officials too.</summary>
    public string? ContentAdvice { get; init; }

    /// <summary>How many people reported it: its author, unless it is a deputy's own suggestion, and those whose own reports were merged into it.</summary>
    public int Reporters { get; init; } = 1;

    /// <summary>Whose turn it is, for what and until when; null when nobody's.</summary>
    public ListedWait? Waiting { get; init; }

    /// <summary>Last day on which the deputy can still accept or reject the agency's answer; after it 未表态 is recorded.</summary>
    public DateOnly? VerdictUntil { get; init; }

    /// <summary>Last day on which the resident can evaluate the answer.</summary>
    public DateOnly? EvaluateUntil { get; init; }

    /// <summary>The look-back at the promise of the last answer; for officials.</summary>
    public LookBackView? LookBack { get; init; }

    /// <summary>What the resident must hear within one month, and what was done in it; null for a deputy's own suggestion.</summary>
    public ResidentClockView? ResidentClock { get; init; }

    /// <summary>When the retention of its category was over and what is personal of it was erased.</summary>
    public DateOnly? ErasedOn { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Another's case that the caller follows, by choice or because their own was merged into it.</summary>
    public bool Followed { get; init; }

    /// <summary>For pages, which need to know the asker's side of the table.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<Party> Parties { get; init; } = [];
}

/// <param name="SaidAt">When the deputy signed or declined; null while neither was done.</param>
public sealed record CoSignerView(Named Deputy, CoSignerStanding Standing, DateTimeOffset? SaidAt);

/// <summary>An office's own contact for its work, not a person's private data (<see cref="Network.Agencies.AgencySheet"/>).</summary>
public sealed record AgencyContactView(Named Agency, string Name, string Phone);

public sealed record OwnerView(Role Role, string? Id, string Name);

/// <param name="Overdue">Still running and past its date.</param>
public sealed record StageView(
    StageKind Kind, int Round, OwnerView Owner, DateTimeOffset StartedAt, DateOnly DueOn, bool Provisional, int PausedDays,
    DateTimeOffset? EndedAt, Verdict Verdict, bool Overdue, bool Paused, int LimitDays, int ExtensionDays)
{
    /// <summary>The version of the policy that the limit is from.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>When the resident urged its owner after its date had passed; null when that has not happened.</summary>
    public DateTimeOffset? UrgedAt { get; init; }

    /// <summary>Its owner let the time run out, and nothing was done: 未表态.</summary>
    public bool Lapsed { get; init; }
}

/// <param name="EndsOn">The last day, inclusive, on which hand-over and result should be known to the resident.</param>
/// <param name="Done">What happened up to that day, without words between offices.</param>
public sealed record ResidentClockView(
    DateOnly StartedOn, DateOnly EndsOn, DateTimeOffset? HandedOverAt, DateTimeOffset? ResultAt, Verdict Verdict, IReadOnlyList<DoneView> Done);

public sealed record DoneView(DateTimeOffset At, string Text);

/// <summary>The last answer, the deputy's own or the agency's. The internal note is there for officials only.</summary>
public sealed record AnswerView(string Text, string? InternalNote, DateOnly? PromisedOn, DateTimeOffset At, bool Accepted, IReadOnlyList<string> AttachmentIds)
{
    /// <summary>When the deputy said that what was promised is done; null until then, and where nothing was promised.</summary>
    public DateTimeOffset? PromiseKeptAt { get; init; }

    /// <summary>The deputy's word on an agency's answer; null while it is awaited, and for the deputy's own answer.</summary>
    public VerdictView? Verdict { get; init; }
}

/// <param name="Handling">The deputy's mark for how it was handled: contact, manner; null where none was given.</param>
/// <param name="Result">The mark for what came of it.</param>
/// <param name="Words">Why it was rejected, or what offices read beside an acceptance.</param>
public sealed record VerdictView(VerdictKind Kind, Grade? Handling, Grade? Result, string? Words, DateTimeOffset At);

/// <param name="At">When the promised date had come.</param>
/// <param name="Open">The deputy has not yet said whether the promise was kept.</param>
public sealed record LookBackView(DateOnly PromisedOn, DateTimeOffset At, bool Open);

public sealed record EvaluationView(Grade Grade, string? Text, DateTimeOffset At);

public sealed record SupervisionView(int Level, string Text, DateOnly AnswerBy, DateTimeOffset At, string? Answer, DateTimeOffset? AnsweredAt);

public sealed record RedirectionView(string Reason, string Destination, string Text);

public sealed record PlaceView(string? Address, double? Lat, double? Lng);

public sealed record ContactView(string? Name, string? Phone, bool ShareWithAgency);

public sealed record AttachmentView
{
    public string Id { get; init; } = "";

    public string ContentType { get; init; } = "";

    public int Size { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>waiting: being checked; passed: may be shown with what is published; held: the committee office decides; refused: never shown to the public.</summary>
    public string ContentStatus { get; init; } = "";
}
