using System.Text.Json.Serialization;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>
/// What happened, without who and when (<see cref="CaseEvent"/> adds these). The set is append-only: a stored fact is never
/// rewritten, so properties may be added with a default but not renamed. Personal data never enters a fact; the report's text
/// and photos are held by their fingerprint, so that a lawful deletion does not break the chain. What a fact says about itself are methods,
/// never properties: properties are what is stored and hashed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Suggested), "suggested")]
[JsonDerivedType(typeof(CoSignersAsked), "coSignersAsked")]
[JsonDerivedType(typeof(CoSigned), "coSigned")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Adopted), "adopted")]
[JsonDerivedType(typeof(Redirected), "redirected")]
[JsonDerivedType(typeof(Transferred), "transferred")]
[JsonDerivedType(typeof(Merged), "merged")]
[JsonDerivedType(typeof(HandedOver), "handedOver")]
[JsonDerivedType(typeof(ReturnedToDeputy), "returnedToDeputy")]
[JsonDerivedType(typeof(Assigned), "assigned")]
[JsonDerivedType(typeof(Signed), "signed")]
[JsonDerivedType(typeof(ReturnedToOffice), "returnedToOffice")]
[JsonDerivedType(typeof(CoOpinionGiven), "coOpinion")]
[JsonDerivedType(typeof(PauseRequested), "pauseRequested")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(PauseRefused), "pauseRefused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(ExtensionRequested), "extensionRequested")]
[JsonDerivedType(typeof(ExtensionDecided), "extensionDecided")]
[JsonDerivedType(typeof(Replied), "replied")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(RoundOpened), "roundOpened")]
[JsonDerivedType(typeof(SupervisionRequired), "supervisionRequired")]
[JsonDerivedType(typeof(Supervised), "supervisionOrdered")]
[JsonDerivedType(typeof(SupervisionAnswered), "supervisionAnswered")]
[JsonDerivedType(typeof(Supplemented), "supplemented")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(Urged), "urged")]
[JsonDerivedType(typeof(LookedBack), "lookedBack")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(HandedOn), "handedOn")]
[JsonDerivedType(typeof(VerdictLapsed), "verdictLapsed")]
[JsonDerivedType(typeof(ContactLogged), "contactLogged")]
public abstract record Fact
{
    /// <summary>Who may read it; closed to all but officials unless the fact says otherwise.</summary>
    public virtual FactReaders Readers() => FactReaders.Officials;

    /// <summary>What it does to the clock of the case's stages.</summary>
    public abstract ClockEffect Clock();

    /// <summary>Who is told what; <see cref="News.Nobody"/> when nobody is.</summary>
    /// <param name="after">The case after the whole move.</param>
    public abstract IReadOnlyList<News> Tells(Case after);

    /// <summary>The agencies and deputies that it names by their ids.</summary>
    public virtual IReadOnlyList<Mention> Mentions() => [];

    /// <summary>The case after it happened. Never refuses: what is in the ledger has happened.</summary>
    public abstract Case ApplyTo(Case state, DateTimeOffset at);
}

/// <summary>An agency or deputy in a fact, to be shown by name.</summary>
/// <param name="Name">Under which the name is shown beside the id.</param>
public sealed record Mention(string Name, string? Id);
