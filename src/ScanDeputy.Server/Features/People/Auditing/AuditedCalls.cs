using Microsoft.Net.Http.Headers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.Auditing;

/// <summary>
/// Tells the audit trail of what was refused, of what was taken away as a file, and of what was noted while the call was answered. Before the answer leaves: what
/// cannot be written down is not shown.
/// </summary>
public static class AuditedCalls
{
    private const int LongestId = 64;

    /// <summary>Of one session: whoever tries everything tells no more by the next thousand.</summary>
    private static readonly RateLimit Refusals = new("audited-refusals", 30, TimeSpan.FromMinutes(10));

    public static Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<CurrentUser>() is { } user)
            context.Response.OnStarting(() => WriteAsync(context, user));
        return next(context);
    }

    private static async Task WriteAsync(HttpContext context, CurrentUser user)
    {
        var entries = new List<AuditEntry>(CallNotes.Of(context));
        var call = $"{context.Request.Method} {context.Request.Path}";
        if (IsRefused(context, user) && await context.RequestServices.GetRequiredService<IRateLimiter>().TakeAsync([new RateUse(Refusals, user.SessionId)], null) is null)
            entries.Add(OfCall(AuditKinds.Refused, call, user));
        if (context.Response is { StatusCode: StatusCodes.Status200OK or StatusCodes.Status206PartialContent } && IsFile(context.Response))
            entries.Add(OfFile(call, user, CallNotes.SubjectOf(context)));
        if (entries.Count == 0)
            return;

        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        await context.RequestServices.GetRequiredService<Database>().WriteAsync(
            scope =>
            {
                foreach (var entry in entries)
                    AuditTrail.Write(scope, clock, entry);
                return Task.FromResult(entries.Count);
            },
            CancellationToken.None);
    }

    private static AuditEntry OfCall(string kind, string call, CurrentUser user) => new(kind, user.Jurisdiction ?? "", user.Id)
    {
        Object = "call",
        ObjectId = call.Length <= LongestId ? call : call[..LongestId],
        Details = [new AuditDetail("address", null, call)],
    };

    private static AuditEntry OfFile(string call, CurrentUser user, AuditSubject? subject) => subject is null
        ? OfCall(AuditKinds.Downloaded, call, user)
        : OfCall(AuditKinds.Downloaded, call, user) with { Object = subject.Object, ObjectId = subject.Id, Person = subject.Person };

    /// <summary>Pages lead to another one that says so.</summary>
    private static bool IsRefused(HttpContext context, CurrentUser user) => !user.IsHeldUp
        && (context.Response.StatusCode == StatusCodes.Status403Forbidden || context.Response.Headers.Location.ToString().Contains("/denied", StringComparison.Ordinal));

    private static bool IsFile(HttpResponse response) => ContentDispositionHeaderValue.TryParse(response.Headers.ContentDisposition.ToString(), out var written) && written.DispositionType == "attachment";
}
