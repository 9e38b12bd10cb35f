using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

public sealed class MoveTableTests
{
    [Fact]
    public void Table_says_what_the_handbook_says_for_every_move_party_and_status()
    {
        var differences =
            from move in Samples.Moves
            from party in Samples.Parties
            from status in Samples.Statuses
            where MoveTable.Allows(move, party, status) != HandbookTable.Allows(move, party, status)
            select $"{move} by {party} from {status}: {MoveTable.Allows(move, party, status)}";

        Assert.Empty(differences);
    }

    /// <summary>Each wrong actor and each wrong status, through the door and not only in the table.</summary>
    [Theory]
    [MemberData(nameof(EveryStatus))]
    public void A_move_outside_the_table_is_refused_in(CaseStatus status)
    {
        var here = CaseBuilder.In(status).Is(status);
        var outside =
            from move in Samples.Moves
            from party in Samples.Parties
            where !HandbookTable.Allows(move, party, status)
            select (move, party);

        Assert.All(outside, pair => here.Refused(pair.party, Samples.Command(pair.move, here.State, here.Now)));
    }

    [Theory]
    [MemberData(nameof(EveryStatus))]
    public void Nobody_in_particular_may_do_nothing_in(CaseStatus status)
    {
        var here = CaseBuilder.In(status);

        Assert.Empty(here.Allowed());
        Assert.All(Samples.Moves, move => Assert.True(Decided(here, move, []).IsRefused));
    }

    [Fact]
    public void Whoever_is_two_things_to_a_case_may_do_what_either_may()
    {
        var here = CaseBuilder.Replied();

        Assert.Equal([Move.Accept, Move.Reject, Move.Supervise], here.Allowed(Party.Deputy, Party.Supervisor));
        Assert.False(Decided(here, Move.Supervise, [Party.Deputy, Party.Supervisor]).IsRefused);
    }

    [Fact]
    public void Moves_of_the_program_are_nobody_elses()
    {
        Move[] sweeps = [Move.LookBack, Move.ExpireEvaluation, Move.LapseVerdict, Move.Close, Move.HandOn];

        Assert.All(MoveTable.Rows.Where(row => sweeps.Contains(row.Move)), row => Assert.Equal([Party.System], row.By));
        Assert.DoesNotContain(MoveTable.Rows, row => !sweeps.Contains(row.Move) && row.By.Contains(Party.System));
    }

    [Fact]
    public void Every_move_has_a_row_and_a_name_of_its_own()
    {
        Assert.All(Samples.Moves, move => Assert.Contains(MoveTable.Rows, row => row.Move == move));
        Assert.All(Samples.Moves, move => Assert.Matches("^[a-z]+(-[a-z]+)*$", MoveNames.NameOf(move)));
        Assert.Equal(Samples.Moves.Count, Samples.Moves.Select(MoveNames.NameOf).Distinct().Count());
    }

    [Fact]
    public void Every_command_belongs_to_one_move_and_every_move_has_one()
    {
        var commands = typeof(CaseCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CaseCommand)));
        var here = CaseBuilder.Received();

        Assert.Equal(
            commands.OrderBy(type => type.Name),
            Samples.Moves.Select(move => Samples.Command(move, here.State, here.Now).GetType()).OrderBy(type => type.Name));
        Assert.All(Samples.Moves, move => Assert.Equal(move, Samples.Command(move, here.State, here.Now).Move));
    }

    public static TheoryData<CaseStatus> EveryStatus() => [.. Samples.Statuses];

    private static Result<IReadOnlyList<ScanDeputy.Domain.Cases.Moves.Fact>> Decided(CaseBuilder here, Move move, Party[] asker) =>
        new CaseMoves(WorkingCalendar.Published, PolicyHistory.Default)
            .Decide(here.State, Samples.Command(move, here.State, here.Now), asker, here.Now);
}
