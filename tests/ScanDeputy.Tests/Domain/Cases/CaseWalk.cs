using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>
/// A random life of a case, the same for the same seed: up to 40 commands by anybody, allowed and not, well-formed and not, with the
/// clock jumping between hours and weeks. The reference model walks beside it.
/// </summary>
internal sealed class CaseWalk
{
    private static readonly Move[] EarlyEnds = [Move.Answer, Move.Redirect, Move.Merge, Move.Withdraw, Move.Close];
    private static readonly Move[] Asides = [Move.Supplement, Move.CoOpinion, Move.Transfer, Move.HandOn, Move.Supervise, Move.SupervisionAnswer, Move.LogContact, Move.AskCoSigners, Move.CoSign];

    private readonly List<CaseEvent> _events = [];
    private readonly List<string> _trail = [];

    public CaseWalk(int seed)
    {
        (Seed, Random) = (seed, new Random(seed));
        Now = CaseBuilder.Instant("2019-01-02").AddDays(Random.Next(2700)).AddTicks(Random.NextInt64(TimeSpan.TicksPerDay));
        var deputy = Random.Next(8) == 0 ? null : "deputy-1";
        State = new Case { Id = "case-1" };
        if (Random.Next(5) == 0)
        {
            Append(Samples.ActorOf(Party.Proposer), Samples.Suggested());
            Model = ReferenceCase.OfDeputy("deputy-1", Today);
            return;
        }

        Append(new Actor("resident-1", Role.Resident), Samples.Submitted(deputy));
        Model = new ReferenceCase(deputy, Today);
    }

    public static CaseMoves Moves { get; } = new(WorkingCalendar.Published, PolicyHistory.Default);

    public int Seed { get; }

    public Random Random { get; }

    public DateTimeOffset Now { get; private set; }

    public DateOnly Today => ChinaTime.DateOf(Now);

    public Case State { get; private set; }

    public ReferenceCase Model { get; }

    public IReadOnlyList<CaseEvent> Events => _events;

    /// <summary>Runs many walks and names seed and trail when one of them fails.</summary>
    public static void Run(int walks, Action<CaseWalk> step, Action<CaseWalk>? end = null)
    {
        for (var seed = 0; seed < walks; seed++)
        {
            var walk = new CaseWalk(seed);
            try
            {
                for (var steps = walk.Random.Next(5, 41); steps > 0; steps--)
                    step(walk);
                end?.Invoke(walk);
            }
            catch (Exception fault)
            {
                Assert.Fail($"Seed {seed}: {string.Join(", ", walk._trail)}\n{fault}");
            }
        }
    }

    /// <summary>One random command; what the domain said, and what the model says it had to say.</summary>
    public (CaseCommand Command, Result<IReadOnlyList<Fact>> Decided, bool Permitted) Step()
    {
        Jump();
        var (move, asker) = NextMove();
        var wellFormed = Random.Next(10) > 0;
        var command = wellFormed ? WellFormed(move) : Malformed(move) ?? WellFormed(move);
        wellFormed |= Malformed(move) is null;

        var permitted = wellFormed && asker.Any(party => Model.Permits(move, party, Today));
        var decided = Moves.Decide(State, command, asker, Now);
        _trail.Add($"{Now.ToOffset(ChinaTime.Offset):MM-dd HH:mm} {move} by {string.Join('+', asker)} → {decided.Refusal?.Code ?? "done"}");
        if (!decided.IsRefused)
        {
            foreach (var fact in decided.Value)
                Append(Samples.ActorOf(asker[0]), fact);
            Model.Take(command, asker, Today);
        }

        return (command, decided, permitted);
    }

    public CaseCommand WellFormed(Move move) => Samples.Command(move, State, Now, Random.Next(90));

    public Party[] SomeParties() => Random.GetItems([.. Samples.Parties], Random.Next(1, 3));

    private (Move Move, Party[] Asker) NextMove()
    {
        (Move Move, Party By)[] permitted =
        [
            .. from move in Samples.Moves
               from party in Samples.Parties
               where HandbookTable.Allows(move, party, Model.Status)
               where !EarlyEnds.Contains(move) || Random.Next(8) == 0
               where !Asides.Contains(move) || Random.Next(3) == 0
               where Model.Permits(move, party, Today)
               select (move, party),
        ];
        if (permitted.Length == 0 || Random.Next(4) == 0)
            return (Samples.Moves[Random.Next(Samples.Moves.Count)], SomeParties());

        var (chosen, by) = permitted[Random.Next(permitted.Length)];
        return (chosen, [by]);
    }

    private void Jump() => Now += Random.Next(100) switch
    {
        < 55 => TimeSpan.FromHours(10) * Random.NextDouble(),
        < 80 => TimeSpan.FromDays(2) * Random.NextDouble(),
        < 94 => TimeSpan.FromDays(7) * Random.NextDouble(),
        _ => TimeSpan.FromDays(25) * Random.NextDouble(),
    };

    /// <summary>A command that is refused for what it says, whoever gives it; null for a move that can say nothing wrong.</summary>
    private CaseCommand? Malformed(Move move) => move switch
    {
        Move.Transfer when State.DeputyId is { } deputy => new TransferCommand(deputy, null, null),
        Move.HandOn => new HandOnCommand(State.DeputyId),
        Move.Merge => new MergeCommand(State.Id, null),
        Move.AskCoSigners when State is { IsOwn: true, DeputyId: { } proposer } => new AskCoSignersCommand(["deputy-99", proposer]),
        Move.CoSign => new CoSignCommand("deputy-999", true, null),
        Move.Assign => new AssignCommand("agency-1", ["agency-1"], null),
        Move.CoOpinion => new CoOpinionCommand("agency-99", "同意"),
        Move.Pause => new PauseCommand("等待", Today),
        Move.LogContact => new LogContactCommand("agency-99", ContactPhase.Before, Today, ContactWay.Phone, ContactWith.Deputy, "f00d"),
        Move.Extension => new ExtensionCommand(11, "需招标"),
        Move.Reply => new ReplyCommand(Outcome.InProgress, "已列入计划", null, Today, []),
        Move.Accept => new AcceptCommand(null, Grade.Satisfied, Grade.Unsatisfied),
        Move.Reject => new RejectCommand("没有解决", Grade.BasicallySatisfied, Grade.Satisfied),
        Move.Evaluate => new EvaluateCommand(Grade.NotGiven, null),
        Move.Supervise => new SuperviseCommand(4, "限期办结", Today),
        _ => null,
    };

    private void Append(Actor actor, Fact fact)
    {
        var entry = CaseEvent.Append(State.Id, _events.Count == 0 ? null : _events[^1], Now, actor, fact);
        _events.Add(entry);
        State = CaseHistory.Apply(State, entry);
    }
}
