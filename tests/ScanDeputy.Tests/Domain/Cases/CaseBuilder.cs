using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>
/// One case, its ledger and a clock. It begins on Monday 2026-03-02 at 09:00 in Shanghai; no holiday lies in the five weeks after it.
/// </summary>
internal sealed class CaseBuilder
{
    private readonly CaseMoves _moves;
    private readonly StageClock _clock;
    private readonly List<CaseEvent> _events = [];

    private CaseBuilder(string receivedAt, string? deputyId, PolicyHistory policies, bool own = false)
    {
        _moves = new CaseMoves(WorkingCalendar.Published, policies);
        _clock = new StageClock(WorkingCalendar.Published, policies, "");
        Now = Instant(receivedAt);
        State = new Case { Id = "case-1" };
        if (own)
            Append(Samples.ActorOf(Party.Proposer), Samples.Suggested());
        else
            Append(new Actor("resident-1", Role.Resident), Samples.Submitted(deputyId));
    }

    public DateTimeOffset Now { get; private set; }

    public Case State { get; private set; }

    public IReadOnlyList<CaseEvent> Events => _events;

    public IReadOnlyList<Fact> Facts => [.. _events.Select(entry => entry.Fact)];

    /// <summary>Names of the facts since the case was received.</summary>
    public string Story => string.Join(' ', Facts.Skip(1).Select(fact => fact.GetType().Name));

    public StageDates Dates => DatesOf(State.Stages.Count);

    public static CaseBuilder Received(string at = "2026-03-02 09:00", string? deputyId = "deputy-1", PolicyHistory? policies = null) =>
        new(at, deputyId, policies ?? PolicyHistory.Default);

    /// <summary>A deputy's own suggestion.</summary>
    public static CaseBuilder Suggested() => new("2026-03-02 09:00", null, PolicyHistory.Default, own: true);

    public static CaseBuilder Answered() => Received().Do(Party.Deputy, new AnswerCommand("已答复"));

    public static CaseBuilder Adopted() => Received().Do(Party.Deputy, new AdoptCommand("建议", null));

    public static CaseBuilder HandedOver() => Adopted().Do(Party.Committee, new HandOverCommand(null));

    public static CaseBuilder Assigned() => HandedOver().Do(Party.Government, new AssignCommand("agency-1", ["agency-2"], null));

    public static CaseBuilder Handling() => Assigned().Do(Party.LeadAgency, new SignCommand());

    public static CaseBuilder Replied() => Handling().Reply();

    public static CaseBuilder Evaluated() => Replied().Do(Party.Deputy, new AcceptCommand(null)).Do(Party.Resident, new EvaluateCommand(Grade.Satisfied, null));

    public static CaseBuilder Closed() => Evaluated().Do(Party.System, new CloseCommand());

    /// <summary>The shortest road to a status.</summary>
    public static CaseBuilder In(CaseStatus status) => status switch
    {
        CaseStatus.Received => Received(),
        CaseStatus.Answered => Answered(),
        CaseStatus.Redirected => Received().Do(Party.Deputy, new RedirectCommand("court", "法院", "请到法院")),
        CaseStatus.Merged => Received().Do(Party.Deputy, new MergeCommand("case-2", null)),
        CaseStatus.Withdrawn => Received().Do(Party.Resident, new WithdrawCommand(null)),
        CaseStatus.Adopted => Adopted(),
        CaseStatus.HandedOver => HandedOver(),
        CaseStatus.Assigned => Assigned(),
        CaseStatus.Handling => Handling(),
        CaseStatus.Replied => Replied(),
        CaseStatus.Evaluated => Evaluated(),
        CaseStatus.Closed => Closed(),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No road to it."),
    };

    public static DateTimeOffset Instant(string local) =>
        new(DateTime.Parse(local, CultureInfo.InvariantCulture), ChinaTime.Offset);

    public CaseBuilder At(string local)
    {
        Now = Instant(local);
        return this;
    }

    public CaseBuilder Reply(Outcome outcome = Outcome.Solved, string? promisedOn = null) => Do(
        Party.LeadAgency, new ReplyCommand(outcome, "已办理", null, promisedOn is null ? null : Samples.Day(promisedOn), []));

    public CaseBuilder Unsatisfied() => Do(Party.Resident, new EvaluateCommand(Grade.Unsatisfied, null));

    public Result<IReadOnlyList<Fact>> Try(Party by, CaseCommand command) => _moves.Decide(State, command, [by], Now);

    public IReadOnlyList<Move> Allowed(params Party[] asker) => _moves.Allowed(State, asker, Now);

    public CaseBuilder Do(Party by, CaseCommand command)
    {
        var decided = Try(by, command);
        Assert.True(!decided.IsRefused, $"{command.Move} by {by} in {State.Status}: {decided.Refusal?.Code}");
        foreach (var fact in decided.Value)
            Append(Samples.ActorOf(by), fact);
        return this;
    }

    /// <summary>The move is refused, and with it every change.</summary>
    public CaseBuilder Refused(Party by, CaseCommand command)
    {
        var before = State;
        Assert.Equal(CaseRefusals.MoveNotAllowed, Try(by, command).Refusal?.Code);
        Assert.Same(before, State);
        return this;
    }

    /// <summary>The command itself is wrong: this field, with this text.</summary>
    public CaseBuilder Invalid(Party by, CaseCommand command, string field, string text)
    {
        var refusal = Try(by, command).Refusal;
        Assert.Equal("invalid", refusal?.Code);
        Assert.Equal([text], refusal!.Fields[field]);
        return this;
    }

    public CaseBuilder Is(CaseStatus status)
    {
        Assert.Equal(status, State.Status);
        return this;
    }

    /// <summary>The open stage, written as <c>Handling 2 agency-1 due 2026-03-18</c>; the two offices by their role; <c>none</c>.</summary>
    public CaseBuilder Open(string expected)
    {
        var open = State.OpenStage is { } stage
            ? $"{stage.Kind} {stage.Round} {stage.Owner.Id ?? stage.Owner.Role.ToString()} due {Dates.DueOn:yyyy-MM-dd}"
            : "none";
        Assert.Equal(expected, open);
        return this;
    }

    public StageDates DatesOf(int sequence) => _clock.DatesOf(State.Stages.Single(stage => stage.Sequence == sequence), State.Stages);

    private void Append(Actor actor, Fact fact)
    {
        var entry = CaseEvent.Append(State.Id, _events.Count == 0 ? null : _events[^1], Now, actor, fact);
        _events.Add(entry);
        State = CaseHistory.Apply(State, entry);
    }
}
