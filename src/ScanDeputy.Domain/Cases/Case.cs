using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// A case as its ledger tells it: nothing but the fold of its events. <see cref="CaseMoves"/> decides what may happen next;
/// <see cref="CaseHistory"/> applies what happened.
/// </summary>
public sealed record Case
{
    public required string Id { get; init; }

    public int Version { get; init; }

    public CaseStatus Status { get; init; }

    public string Jurisdiction { get; init; } = "";

    public string StationId { get; init; } = "";

    public string District { get; init; } = "";

    public string CategoryId { get; init; } = "";

    public string ResidentId { get; init; } = "";

    /// <summary>Null while no deputy could be found; the committee office then transfers it.</summary>
    public string? DeputyId { get; init; }

    public string? LeadAgencyId { get; init; }

    public IReadOnlyList<string> CoAgencyIds { get; init; } = [];

    /// <summary>What the deputy's own suggestion is; null where a resident reported the matter.</summary>
    public SuggestionKind? OwnKind { get; init; }

    /// <summary>The deputies who were asked to sign an own suggestion, in the order of being asked.</summary>
    public IReadOnlyList<CoSigner> CoSigners { get; init; } = [];

    public string? MergedIntoId { get; init; }

    public string? SuggestionTitle { get; init; }

    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <summary>The handling round; the deputy's own rounds before adoption are counted on their stages alone.</summary>
    public int Round { get; init; } = 1;

    public int Rejections { get; init; }

    public int Dissatisfactions { get; init; }

    public int ReturnsByAgencies { get; init; }

    public PauseRequested? OpenPauseRequest { get; init; }

    /// <summary>When the last pause was asked for.</summary>
    public DateTimeOffset? PauseAskedAt { get; init; }

    public ExtensionRequested? OpenExtensionRequest { get; init; }

    /// <summary>When more days were last asked for.</summary>
    public DateTimeOffset? ExtensionAskedAt { get; init; }

    /// <summary>The co-agencies that have given their opinion since they were named.</summary>
    public IReadOnlyList<string> OpinionsGiven { get; init; } = [];

    /// <summary>How often the agencies have logged that they spoke with deputy or resident, since the round of handling began.</summary>
    public int ContactsInRound { get; init; }

    public bool ExtensionGranted { get; init; }

    public string? DeputyAnswer { get; init; }

    public Redirected? Redirection { get; init; }

    public Replied? Reply { get; init; }

    /// <summary>The last answer, of deputy or agency: the resident's time for the evaluation runs from it.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The deputy has accepted the agency's last answer.</summary>
    public bool ReplyAccepted { get; init; }

    /// <summary>The deputy's word on the agency's last answer; null while there is none, and where the answer was taken back before it came.</summary>
    public DeputyVerdict? Verdict { get; init; }

    /// <summary>When the program looked back at the last answer's promise; null when it has not (handbook §3, 回头看).</summary>
    public DateTimeOffset? LookedBackAt { get; init; }

    /// <summary>Looked back at, and the deputy has not yet said whether the promise was kept.</summary>
    public bool LookBackOpen { get; init; }

    /// <summary>When the deputy said that the last answer's promise was kept; one that was not kept has led to another round.</summary>
    public DateTimeOffset? PromiseKeptAt { get; init; }

    public Evaluated? Evaluation { get; init; }

    public DateTimeOffset? EvaluatedAt { get; init; }

    public bool SupervisionRequired { get; init; }

    /// <summary>Since when a supervisor has had to look at it.</summary>
    public DateTimeOffset? SupervisionRequiredAt { get; init; }

    public Supervised? OpenSupervision { get; init; }

    /// <summary>When the last supervision order was given.</summary>
    public DateTimeOffset? OrderedAt { get; init; }

    /// <summary>A deputy's own suggestion (handbook §1): no resident has reported it, none rates it, and no resident's clock runs.</summary>
    public bool IsOwn => OwnKind is not null;

    /// <summary>Whether the case can have such a party: a report has an author, an own suggestion a proposer and co-signers.</summary>
    public bool Has(Party party) => party switch
    {
        Party.Resident or Party.Keeper => !IsOwn,
        Party.Proposer or Party.CoSigner => IsOwn,
        _ => true,
    };

    /// <summary>It has not been handed over: who signs it can still change.</summary>
    public bool TakesCoSigners => IsOwn && Status is (CaseStatus.Received or CaseStatus.Adopted);

    public Stage? OpenStage => Stages is [.., { IsOpen: true } last] ? last : null;

    /// <summary>The deputy has still to accept or reject the agency's last answer (handbook §1): the case does not close.</summary>
    public bool AwaitsVerdict => OpenStage is { Kind: StageKind.Verdict };

    /// <summary>
    /// Whoever has the open stage answers a supervision order, else who did the work last. An order after the resident's second 不满意 is about the
    /// agency's work, although it is the deputy who has the case then.
    /// </summary>
    public bool StageOwnerAnswersOrders => OpenStage is not null && !(AwaitsVerdict && Evaluation?.Grade == Grade.Unsatisfied);

    /// <summary>When the running stretch of assignments began: the agency's window for sending a case back counts from here.</summary>
    public DateTimeOffset? AssignedAt => OpenStage is { Kind: StageKind.Handling } stage ? stage.StartedAt : null;

    /// <summary>The agency's answer came without a single logged contact (三见面).</summary>
    public bool AnsweredWithoutContact => Reply is not null && ContactsInRound == 0 && Status is CaseStatus.Replied or CaseStatus.Evaluated or CaseStatus.Closed;

    /// <summary>The last answer promised something that nobody has judged yet (handbook §3, B): the resident's days have not begun, and the case does not close.</summary>
    public bool HasOpenPromise => Status is CaseStatus.Replied or CaseStatus.Evaluated or CaseStatus.Closed
        && PromiseKeptAt is null && Reply is { Outcome: Outcome.InProgress, PromisedOn: not null };

    /// <summary>An answer of the deputy alone, without an agency.</summary>
    public bool AnsweredByDeputyAlone => Reply is null && DeputyAnswer is not null;
}
