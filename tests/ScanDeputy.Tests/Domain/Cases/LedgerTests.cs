using FsCheck;
using FsCheck.Fluent;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>Handbook §3: events are never changed or deleted, and a changed or missing one is found.</summary>
public sealed class LedgerTests
{
    private static readonly DateTimeOffset Noon = CaseBuilder.Instant("2026-03-02 12:00");

    /// <summary>One alteration of each stored field; the fact itself is stored as <see cref="CaseEvent.Data"/>.</summary>
    private static readonly Dictionary<string, Func<CaseEvent, CaseEvent>> Alterations = new(StringComparer.Ordinal)
    {
        [nameof(CaseEvent.CaseId)] = entry => entry with { CaseId = entry.CaseId + "0" },
        [nameof(CaseEvent.Sequence)] = entry => entry with { Sequence = entry.Sequence + 1 },
        [nameof(CaseEvent.At)] = entry => entry with { At = entry.At.AddMilliseconds(1) },
        ["Actor.Id"] = entry => entry with { Actor = entry.Actor with { Id = entry.Actor.Id + "0" } },
        ["Actor.Role"] = entry => entry with { Actor = entry.Actor with { Role = Role.Administrator } },
        [nameof(CaseEvent.Data)] = entry => entry with { Data = entry.Data.Replace("\"", "\" ", StringComparison.Ordinal) },
        [nameof(CaseEvent.PreviousHash)] = entry => entry with { PreviousHash = Flipped(entry.PreviousHash) },
        [nameof(CaseEvent.Hash)] = entry => entry with { Hash = Flipped(entry.Hash) },
        [nameof(CaseEvent.HashedBy)] = entry => entry with { HashedBy = entry.HashedBy == LedgerHash.Sm3 ? LedgerHash.Sha256 : LedgerHash.Sm3 },
    };

    /// <summary>Chains of 1 to 12 facts of any type by anybody, a few milliseconds to days apart, which from some place on are wanted by SM3, or never.</summary>
    private static readonly Gen<CaseEvent[]> Chains =
        from links in Gen.Sized(size => Gen.Choose(1, Math.Clamp(size, 1, 12)).SelectMany(count => Gen.ArrayOf(Links, count)))
        from sm3From in Gen.Choose(0, 13)
        select ChainOf("case-1", links, sm3From);

    private static Gen<(Fact Fact, Party By, int After)> Links =>
        from fact in Gen.Elements(Samples.Facts.AsEnumerable())
        from party in Gen.Elements(Samples.Parties.AsEnumerable())
        from after in Gen.Choose(0, 200_000_000)
        select (fact, party, after);

    [Fact]
    public void Whole_chain_has_no_fault() =>
        Holds(Chains, chain => LedgerChain.FirstFault("case-1", chain, chain.Length) is null && LedgerChain.FirstFault("case-1", chain) is null);

    [Theory]
    [MemberData(nameof(Fields))]
    public void Altered_entry_is_found(string field) =>
        Holds(WithPlace(0), given => FaultOf(given.Chain, chain => chain[given.Place] = Alterations[field](chain[given.Place])) == given.Place + 1);

    [Fact]
    public void Every_stored_field_has_an_alteration()
    {
        var fields = typeof(CaseEvent).GetConstructors()[0].GetParameters().Select(parameter => parameter.Name!)
            .Where(name => name is not nameof(CaseEvent.Fact));

        Assert.Equal(fields.Order(), Alterations.Keys.Select(key => key.Split('.')[0]).Distinct().Order());
    }

    [Fact]
    public void Altered_entry_with_a_hash_made_anew_breaks_the_next_one() =>
        Holds(WithPlace(1), given => FaultOf(given.Chain, chain =>
        {
            var before = given.Place == 0 ? null : chain[given.Place - 1];
            chain[given.Place] = CaseEvent.Append("case-1", before, chain[given.Place].At, new Actor("forger", Role.Administrator), new Closed());
        }) == given.Place + 2);

    [Fact]
    public void Removed_entry_is_found() =>
        Holds(WithPlace(1), given => LedgerChain.FirstFault("case-1", [.. given.Chain.Where((_, i) => i != given.Place)]) == given.Place + 1);

    [Fact]
    public void Entry_cut_off_the_end_is_found_by_the_version_kept_with_the_case() =>
        Holds(WithPlace(0), given =>
            LedgerChain.FirstFault("case-1", [.. given.Chain.Take(given.Place)], given.Chain.Length) == given.Place + 1);

    [Fact]
    public void Entry_added_to_the_end_is_found_by_the_version_kept_with_the_case() =>
        Holds(Chains, chain =>
            LedgerChain.FirstFault("case-1", [.. chain, CaseEvent.Append("case-1", chain[^1], Noon, Samples.ActorOf(Party.Deputy), new Closed())], chain.Length) is not null);

    [Fact]
    public void Reordered_entries_are_found() =>
        Holds(WithPlace(1), given => FaultOf(given.Chain, chain =>
            (chain[given.Place], chain[given.Place + 1]) = (chain[given.Place + 1], chain[given.Place])) == given.Place + 1);

    [Fact]
    public void Inserted_entry_is_found() =>
        Holds(WithPlace(1), given =>
        {
            var inserted = CaseEvent.Append("case-1", given.Chain[given.Place], Noon, Samples.ActorOf(Party.Deputy), new Closed());
            return LedgerChain.FirstFault("case-1", [.. given.Chain[..(given.Place + 1)], inserted, .. given.Chain[(given.Place + 1)..]]) == given.Place + 3;
        });

    [Fact]
    public void Repeated_entry_is_found() =>
        Holds(WithPlace(0), given =>
            LedgerChain.FirstFault("case-1", [.. given.Chain[..(given.Place + 1)], .. given.Chain[given.Place..]]) == given.Place + 2);

    [Fact]
    public void Entry_of_another_case_is_found() =>
        Holds(WithPlace(0), given =>
        {
            var other = ChainOf("case-2", [.. given.Chain.Select(_ => ((Fact)new Closed(), Party.Deputy, 1))]);
            return FaultOf(given.Chain, chain => chain[given.Place] = other[given.Place]) == given.Place + 1
                && FaultOf(given.Chain, chain => chain[given.Place] = other[given.Place] with { CaseId = "case-1" }) == given.Place + 1
                && LedgerChain.FirstFault("case-2", given.Chain) == 1;
        });

    [Fact]
    public void Neighbouring_fields_cannot_be_mistaken_for_one_another()
    {
        var one = CaseEvent.Append("case-1", null, Noon, new Actor("1", Role.Deputy), new Closed());
        var other = CaseEvent.Append("case-", null, Noon, new Actor("11", Role.Deputy), new Closed());

        Assert.NotEqual(one.Hash, other.Hash);
    }

    [Fact]
    public void Entry_is_cut_to_milliseconds_so_that_the_database_gives_back_what_was_hashed()
    {
        var entry = CaseEvent.Append("case-1", null, Noon.AddTicks(12_345), new Actor("1", Role.Deputy), new Closed());

        Assert.Equal(Noon.AddMilliseconds(1), entry.At);
        Assert.Equal(TimeSpan.Zero, entry.At.Offset);
        Assert.True((entry with { At = entry.At.ToOffset(TimeSpan.FromHours(8)) }).HashIsRight);
    }

    /// <summary>Nodes that have the setting and nodes that have it not yet write in turns; the chain goes over once.</summary>
    [Fact]
    public void A_chain_that_has_gone_over_to_SM3_does_not_go_back()
    {
        var chain = new List<CaseEvent>();
        foreach (var wanted in (LedgerHash[])[LedgerHash.Sha256, LedgerHash.Sm3, LedgerHash.Sha256])
            chain.Add(CaseEvent.Append("case-1", chain.LastOrDefault(), Noon, new Actor("1", Role.Deputy), new Closed(), wanted));
        Assert.Equal([LedgerHash.Sha256, LedgerHash.Sm3, LedgerHash.Sm3], chain.Select(entry => entry.HashedBy));
        Assert.Null(LedgerChain.FirstFault("case-1", chain, 3));

        var back = CaseEvent.Append("case-1", chain[1] with { HashedBy = LedgerHash.Sha256 }, Noon, new Actor("1", Role.Deputy), new Closed());
        Assert.True(back.HashIsRight);
        Assert.Equal(3, LedgerChain.FirstFault("case-1", [chain[0], chain[1], back], 3));
    }

    [Fact]
    public void Empty_ledger_is_whole_only_when_nothing_is_expected()
    {
        Assert.Null(LedgerChain.FirstFault("case-1", [], 0));
        Assert.Equal(1, LedgerChain.FirstFault("case-1", [], 3));
    }

    public static TheoryData<string> Fields() => [.. Alterations.Keys];

    /// <summary>A chain and a place in it that has at least so many entries after it.</summary>
    private static Gen<(CaseEvent[] Chain, int Place)> WithPlace(int after) =>
        from chain in Chains.Where(chain => chain.Length > after)
        from place in Gen.Choose(0, chain.Length - 1 - after)
        select (chain, place);

    private static void Holds<T>(Gen<T> given, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(given.ToArbitrary(), property));

    private static int? FaultOf(CaseEvent[] whole, Action<CaseEvent[]> tamper)
    {
        CaseEvent[] chain = [.. whole];
        tamper(chain);
        return LedgerChain.FirstFault("case-1", chain, whole.Length);
    }

    private static CaseEvent[] ChainOf(string caseId, (Fact Fact, Party By, int After)[] links, int sm3From = int.MaxValue)
    {
        var chain = new List<CaseEvent>(links.Length);
        var at = Noon;
        foreach (var (fact, by, after) in links)
        {
            at = at.AddMilliseconds(after);
            chain.Add(CaseEvent.Append(caseId, chain.Count == 0 ? null : chain[^1], at, Samples.ActorOf(by), fact, chain.Count >= sm3From ? LedgerHash.Sm3 : LedgerHash.Sha256));
        }

        return [.. chain];
    }

    private static string Flipped(string hash) => (hash[0] == '0' ? '1' : '0') + hash[1..];
}
