using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Stages;
using static ScanDeputy.Domain.Cases.CaseStatus;
using Asked = ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>
/// The handbook's case as a plain mutable thing, written from §1 and §3 and not from the domain: who may do what when,
/// where it leads, which stage is open. No events, no fold, no results.
/// </summary>
internal sealed class ReferenceCase
{
    private const string Committee = "CommitteeOffice";
    private const string Government = "GovernmentOffice";

    private readonly ReferenceWorld _world;
    private readonly Dictionary<string, bool?> _coSigners = new(StringComparer.Ordinal);
    private int _rejections;
    private int _dissatisfactions;
    private int _returns;
    private int? _extensionAsked;
    private bool _extensionGranted;
    private bool _pauseAsked;
    private bool _repliedOnce;
    private bool _accepted;
    private bool _rejected;
    private bool _lookBackOpen;
    private bool _promiseOpen;
    private DateOnly? _promisedOn;
    private DateOnly _answeredOn;

    public ReferenceCase(string? deputy, DateOnly today, ReferenceWorld? world = null)
    {
        (Deputy, _world) = (deputy, world ?? new ReferenceWorld());
        Open(StageKind.Triage, deputy ?? Committee, today);
    }

    /// <summary>A deputy's own suggestion, which begins with the committee.</summary>
    public static ReferenceCase OfDeputy(string deputy, DateOnly today, ReferenceWorld? world = null)
    {
        var own = new ReferenceCase(deputy, today, world) { IsOwn = true, Status = Adopted };
        own.Stages.Clear();
        own.Open(StageKind.Handover, Committee, today);
        return own;
    }

    public bool IsOwn { get; private init; }

    /// <summary>Who was asked to sign, and what they said.</summary>
    public IReadOnlyDictionary<string, bool?> CoSigners => _coSigners;

    public string? Deputy { get; private set; }

    public CaseStatus Status { get; private set; } = Received;

    public List<ReferenceStage> Stages { get; } = [];

    public string? Lead { get; private set; }

    public bool NeedsSupervision { get; private set; }

    public bool OrderOpen { get; private set; }

    public ReferenceStage? OpenStage => Stages[^1].EndedOn is null ? Stages[^1] : null;

    private bool AwaitsVerdict => OpenStage is { Kind: StageKind.Verdict };

    private bool NeedsDeputy => Status != Closed || _lookBackOpen || _promisedOn is not null;

    public bool Permits(Move move, Party by, DateOnly today) => HandbookTable.Allows(move, by, Status) && IsThere(by) && move switch
    {
        Move.Answer => !IsOwn,
        Move.Redirect => !IsOwn || by == Party.Committee,
        Move.CoSign => _coSigners.Count > 0,
        Move.Transfer => Status == Received ? !IsOwn || Deputy is null : Deputy is null && NeedsDeputy,
        Move.HandOn => NeedsDeputy,
        Move.ReturnToOffice => Status == Assigned || (OpenStage!.Round == 1 && OpenStage.Worked(OpenStage.StartedOn, today) <= 2),
        Move.Pause => OpenStage!.PausedOn is null && (by == Party.Government || !_pauseAsked),
        Move.PauseDecision => _pauseAsked && OpenStage!.PausedOn is null,
        Move.Resume => OpenStage!.PausedOn is not null,
        Move.Extension => _extensionAsked is null && !_extensionGranted && !OpenStage!.IsOverdue(today),
        Move.ExtensionDecision => _extensionAsked is not null,
        Move.Accept => _lookBackOpen || AwaitsVerdict || (_rejected && !_accepted && Status != Closed),
        Move.Reject => _lookBackOpen || AwaitsVerdict,
        Move.LapseVerdict => AwaitsVerdict && today > OpenStage!.TakenUntil(),
        Move.Evaluate => _promiseOpen || today <= _answeredOn.AddDays(15),
        Move.ExpireEvaluation => !IsOwn && !_promiseOpen && today > _answeredOn.AddDays(15),
        Move.LookBack => _promisedOn <= today,
        Move.LogContact => Lead is not null,
        Move.Urge => OpenStage is { Urged: false } stage && stage.IsOverdue(today),
        Move.Supervise => !OrderOpen,
        Move.SupervisionAnswer => OrderOpen,
        Move.Close => (IsOwn || Status == Evaluated) && !OrderOpen && !NeedsSupervision && !_promiseOpen && !AwaitsVerdict,
        _ => true,
    };

    public void Take(Asked.CaseCommand command, IReadOnlyCollection<Party> by, DateOnly today)
    {
        switch (command)
        {
            case Asked.AnswerCommand: Answer(today); break;
            case Asked.RedirectCommand: End(Redirected, today); break;
            case Asked.MergeCommand: End(Merged, today, cancelled: Status == Adopted); break;
            case Asked.WithdrawCommand: End(Withdrawn, today, cancelled: true); break;
            case Asked.TransferCommand or Asked.HandOnCommand: Pass((command as Asked.TransferCommand)?.DeputyId ?? (command as Asked.HandOnCommand)?.DeputyId); break;
            case Asked.AdoptCommand: End(Adopted, today); Open(StageKind.Handover, Committee, today, RoundsOf(StageKind.Handover)); break;
            case Asked.ReturnToDeputyCommand: TriageAgain(today); break;
            case Asked.HandOverCommand: End(HandedOver, today); Open(StageKind.Assignment, Government, today); break;
            case Asked.AssignCommand c: Assign(c.LeadAgencyId, today); break;
            case Asked.SignCommand: Status = Handling; break;
            case Asked.ReturnToOfficeCommand: BackToOffice(today); break;
            case Asked.PauseCommand when by.Contains(Party.Government): DecidePause(granted: true, today); break;
            case Asked.PauseCommand: _pauseAsked = true; break;
            case Asked.PauseDecisionCommand c: DecidePause(c.Granted, today); break;
            case Asked.ResumeCommand: OpenStage!.Resume(today); break;
            case Asked.ExtensionCommand c: _extensionAsked = c.WorkingDays; break;
            case Asked.ExtensionDecisionCommand c: Decide(c.Granted); break;
            case Asked.ReplyCommand c: Reply(c, today); break;
            case Asked.AcceptCommand: Accept(today); break;
            case Asked.RejectCommand: Reject(today); break;
            case Asked.EvaluateCommand c: Evaluate(c.Grade, today); break;
            case Asked.ExpireEvaluationCommand or Asked.CloseCommand: Status = command is Asked.CloseCommand ? Closed : Evaluated; break;
            case Asked.LapseVerdictCommand: GiveVerdict(today); break;
            case Asked.UrgeCommand: OpenStage!.Urged = true; break;
            case Asked.SuperviseCommand or Asked.SupervisionAnswerCommand: Supervise(answered: command is Asked.SupervisionAnswerCommand); break;
            case Asked.LookBackCommand: (_lookBackOpen, _promisedOn) = (true, null); break;
            case Asked.AskCoSignersCommand or Asked.CoSignCommand: Sign(command); break;
            case Asked.SupplementCommand or Asked.CoOpinionCommand or Asked.LogContactCommand: break;
            default: throw new ArgumentOutOfRangeException(nameof(command), command, "Not in the handbook.");
        }
    }

    /// <summary>A report has an author, an own suggestion a proposer and co-signers.</summary>
    private bool IsThere(Party party) => party switch
    {
        Party.Resident or Party.Keeper => !IsOwn,
        Party.Proposer or Party.CoSigner => IsOwn,
        _ => true,
    };

    private void Sign(Asked.CaseCommand command)
    {
        if (command is Asked.CoSignCommand said)
            _coSigners[said.DeputyId] = said.Agreed;
        else if (command is Asked.AskCoSignersCommand asked)
            asked.DeputyIds.ToList().ForEach(id => _coSigners[id] = null);
    }

    private void Answer(DateOnly today)
    {
        End(Answered, today);
        _answeredOn = today;
    }

    private void DecidePause(bool granted, DateOnly today)
    {
        if (granted)
            OpenStage!.Pause(today);
        _pauseAsked = false;
    }

    private void Pass(string? deputy)
    {
        Deputy = deputy;
        _coSigners.Remove(deputy ?? "");
        if (Status == Received || AwaitsVerdict)
            OpenStage!.Owner = deputy ?? Committee;
    }

    private void Assign(string lead, DateOnly today)
    {
        End(Assigned, today);
        Open(StageKind.Handling, lead, today);
        (Lead, _extensionAsked, _extensionGranted, _pauseAsked) = (lead, null, false, false);
    }

    private void BackToOffice(DateOnly today)
    {
        var left = Stages.FindLast(stage => stage.Kind == StageKind.Assignment)!.DaysLeft;
        End(HandedOver, today, cancelled: true);
        Open(StageKind.Assignment, Government, today, left: left);
        (Lead, _extensionAsked, _pauseAsked) = (null, null, false);
        NeedsSupervision |= ++_returns >= 3;
    }

    private void Decide(bool granted)
    {
        if (granted)
            (OpenStage!.ExtensionDays, _extensionGranted) = (_extensionAsked!.Value, true);
        _extensionAsked = null;
    }

    private void Reply(Asked.ReplyCommand reply, DateOnly today)
    {
        End(Replied, today);
        Open(StageKind.Verdict, Deputy ?? Committee, today, Stages[^1].Round - 1);
        (_rejected, _repliedOnce, _accepted, _lookBackOpen, _answeredOn, _promisedOn) = (false, true, false, false, today, reply.PromisedOn);
        (_extensionAsked, _pauseAsked, _promiseOpen) = (null, false, reply.PromisedOn is not null);
    }

    private void Accept(DateOnly today)
    {
        GiveVerdict(today);
        if (_lookBackOpen)
            (_promiseOpen, _answeredOn) = (false, today);
        (_accepted, _lookBackOpen) = (true, false);
    }

    private void GiveVerdict(DateOnly today)
    {
        if (AwaitsVerdict)
            OpenStage!.End(today, cancelled: false);
    }

    private void Supervise(bool answered) => (OrderOpen, NeedsSupervision) = (!answered, answered && NeedsSupervision);

    private void Reject(DateOnly today)
    {
        GiveVerdict(today);
        if (_lookBackOpen || ++_rejections == 1)
            HandleAgain(today);
        else
            (NeedsSupervision, _rejected) = (true, true);
    }

    private void Evaluate(Grade grade, DateOnly today)
    {
        Status = Evaluated;
        if (grade != Grade.Unsatisfied)
            return;
        if (++_dissatisfactions > 1)
            NeedsSupervision = true;
        else if (_repliedOnce)
            HandleAgain(today);
        else
            TriageAgain(today);
    }

    private void HandleAgain(DateOnly today)
    {
        OpenStage?.End(today, cancelled: true);
        (Status, _extensionGranted, _accepted, _lookBackOpen, _promiseOpen) = (Handling, false, false, false, false);
        Open(StageKind.Handling, Lead!, today, Stages.FindLast(stage => stage.Kind == StageKind.Handling)!.Round);
    }

    private void TriageAgain(DateOnly today)
    {
        End(Received, today);
        Open(StageKind.Triage, Deputy ?? Committee, today, RoundsOf(StageKind.Triage));
    }

    private int RoundsOf(StageKind kind) => Stages.Count(stage => stage.Kind == kind);

    private void Open(StageKind kind, string owner, DateOnly today, int roundsBefore = 0, int? left = null) =>
        Stages.Add(new ReferenceStage(kind, roundsBefore + 1, owner, today, left ?? _world.Limits[kind], _world, resumed: left is not null));

    private void End(CaseStatus status, DateOnly today, bool cancelled = false)
    {
        OpenStage?.End(today, cancelled);
        Status = status;
    }
}
