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
    public static void About(AuditSubject subject)
    {
        if (CallOrigin.Ambient.Items is not { } items)
            return;

        lock (items)
        {
            if (items.TryGetValue(SubjectKey, out var known) && known is HashSet<AuditSubject> subjects)
                subjects.Add(subject);
            else
                items[SubjectKey] = new HashSet<AuditSubject> { subject };
        }
    }

    /// <summary>Null when it is about nothing in particular, or about many.</summary>
    internal static AuditSubject? SubjectOf(HttpContext context) => context.Items.TryGetValue(SubjectKey, out var known) && known is HashSet<AuditSubject> { Count: 1 } subjects ? subjects.Single() : null;

    public static void Add(AuditEntry entry)
    {
        if (CallOrigin.Ambient.Items is not { } items)
            return;

        lock (items)
        {
            if (items.TryGetValue(Key, out var known) && known is List<AuditEntry> entries)
                entries.Add(entry);
            else
                items[Key] = new List<AuditEntry> { entry };
        }
    }

    /// <summary>Each thing once.</summary>
    internal static IReadOnlyList<AuditEntry> Of(HttpContext context) =>
        context.Items.TryGetValue(Key, out var known) && known is List<AuditEntry> entries ? [.. entries.DistinctBy(entry => (entry.Kind, entry.Object, entry.ObjectId))] : [];
}

/// <param name="Object">What kind of thing.</param>
/// <param name="Id">Which of them.</param>
/// <param name="Person">The account whose data it holds; empty for nobody's.</param>
public sealed record AuditSubject(string Object, string Id, string Person);
