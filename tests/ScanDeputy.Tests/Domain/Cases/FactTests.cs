using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>What is stored can be read again, today's facts and those of older programs.</summary>
public sealed class FactTests
{
    /// <summary>Stored names are for ever: append here, never rename.</summary>
    private static readonly string[] StoredNames =
    [
        "submitted", "suggested", "coSignersAsked", "coSigned", "answered", "adopted", "redirected", "transferred", "merged", "handedOver", "returnedToDeputy", "assigned", "signed",
        "returnedToOffice", "coOpinion", "pauseRequested", "paused", "pauseRefused", "resumed", "extensionRequested", "extensionDecided", "replied",
        "accepted", "rejected", "evaluated", "roundOpened", "supervisionRequired", "supervisionOrdered", "supervisionAnswered",
        "supplemented", "withdrawn", "urged", "lookedBack", "closed", "handedOn", "verdictLapsed", "contactLogged",
    ];

    private static IEnumerable<Type> FactTypes => typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)));

    [Fact]
    public void Every_fact_is_registered_under_a_name_of_its_own()
    {
        var registered = typeof(Fact).GetCustomAttributes<JsonDerivedTypeAttribute>().ToList();

        Assert.Equal(FactTypes.OrderBy(type => type.Name), registered.Select(entry => entry.DerivedType).OrderBy(type => type.Name));
        Assert.Equal(StoredNames, registered.Select(entry => (string)entry.TypeDiscriminator!));
    }

    [Fact]
    public void Every_fact_has_a_sample() =>
        Assert.Equal(FactTypes.OrderBy(type => type.Name), Samples.Facts.Select(fact => fact.GetType()).Distinct().OrderBy(type => type.Name));

    [Theory]
    [MemberData(nameof(EverySample))]
    public void Restored_fact_is_the_stored_one(int sample)
    {
        var stored = CaseEvent.Append("case-1", null, CaseBuilder.Instant("2026-03-02 12:00"), Samples.ActorOf(Party.Deputy), Samples.Facts[sample]);
        var restored = CaseEvent.Restore(stored.CaseId, stored.Sequence, stored.At, stored.Actor, stored.Data, stored.PreviousHash, stored.Hash);

        Assert.IsType(stored.Fact.GetType(), restored.Fact);
        Assert.Equivalent(stored.Fact, restored.Fact, strict: true);
        Assert.True(restored.HashIsRight);
        Assert.Equal(stored.Hash, CaseEvent.Append("case-1", null, restored.At, restored.Actor, restored.Fact).Hash);
    }

    [Theory]
    [MemberData(nameof(EverySample))]
    public void Every_fact_can_be_applied(int sample)
    {
        var here = CaseBuilder.Handling().Do(Party.Government, new PauseCommand("等待", null));
        var entry = CaseEvent.Append("case-1", here.Events[^1], here.Now, Samples.ActorOf(Party.Deputy), Samples.Facts[sample]);

        Assert.Equal(entry.Sequence, CaseHistory.Apply(here.State, entry).Version);
    }

    /// <summary>Written as a literal: a change of the JSON or of the hash would declare every stored ledger forged.</summary>
    [Fact]
    public void Entry_of_an_older_program_still_verifies()
    {
        var entry = CaseEvent.Restore(
            "case-1", 1, DateTimeOffset.FromUnixTimeMilliseconds(1_772_416_800_123), new Actor("handler-1", Role.AgencyHandler),
            """{"type":"replied","outcome":"inProgress","publicText":"已列入计划","promisedOn":"2026-06-30","attachmentIds":["file-1"]}""",
            CaseEvent.Genesis, "6a2e2b4209ef07a28a54b14cdc7e9d01a39371717e411a5cfbb31fcaea556f68");

        Assert.True(entry.HashIsRight);
        Assert.Equal(
            entry.Data, CaseEvent.Append("case-1", null, entry.At, entry.Actor, entry.Fact).Data);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type":"unheardOf"}""")]
    [InlineData("not json")]
    public void Stored_data_that_is_no_fact_is_a_fault(string data) =>
        Assert.ThrowsAny<JsonException>(() => CaseEvent.Restore("case-1", 1, default, Samples.ActorOf(Party.Deputy), data, CaseEvent.Genesis, CaseEvent.Genesis));

    [Fact]
    public void Case_begins_with_an_event() =>
        Assert.Throws<ArgumentException>(() => CaseHistory.Fold([]));

    public static TheoryData<int> EverySample() => [.. Enumerable.Range(0, Samples.Facts.Count)];
}
