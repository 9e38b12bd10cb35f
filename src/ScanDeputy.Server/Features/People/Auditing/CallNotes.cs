using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.Auditing;

/// <summary>
/// What a call shows that the audit trail must tell, noted where it is read: written before the first byte of the answer leaves (<see cref="AuditedCalls"/>),
/// whatever page or operation it is part of. Outside a call nobody sees anything.
/// </summary>
public static class CallNotes
{
    private static readonly object Key = new();
    private static readonly object SubjectKey = new();

    /// <summary>What is read by a call, should it be taken away as a file: then the file's entry is about it.</summary>
    public static void About(AuditSubject subject) => Note<HashSet<AuditSubject>, AuditSubject>(SubjectKey, subject);

    /// <summary>Null when it is about nothing in particular, or about many.</summary>
    internal static AuditSubject? SubjectOf(HttpContext context) => context.Items.TryGetValue(SubjectKey, out var known) && known is HashSet<AuditSubject> { Count: 1 } subjects ? subjects.Single() : null;

    public static void Add(AuditEntry entry) => Note<List<AuditEntry>, AuditEntry>(Key, entry);

    /// <summary>Each thing once.</summary>
    internal static IReadOnlyList<AuditEntry> Of(HttpContext context) =>
        context.Items.TryGetValue(Key, out var known) && known is List<AuditEntry> entries ? [.. entries.DistinctBy(entry => (entry.Kind, entry.Object, entry.ObjectId))] : [];

    private static void Note<TNotes, T>(object key, T note)
        where TNotes : class, ICollection<T>, new()
    {
        if (CallOrigin.Ambient.Items is not { } items)
            return;

        lock (items)
        {
            if (!items.TryGetValue(key, out var known) || known is not TNotes notes)
                items[key] = notes = new TNotes();
            notes.Add(note);
        }
    }
}

/// <param name="Object">What kind of thing.</param>
/// <param name="Id">Which of them.</param>
/// <param name="Person">The account whose data it holds; empty for nobody's.</param>
public sealed record AuditSubject(string Object, string Id, string Person);
