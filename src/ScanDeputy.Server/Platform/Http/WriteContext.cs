using System.Globalization;
using System.Security.Claims;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>What a writing call says beside its body: the idempotency key, and the version it has seen.</summary>
public sealed record WriteContext(string ActorId, string Path, string? IdempotencyKey, string? IfMatch)
{
    internal const int LongestKey = 200;

    public static ValueTask<WriteContext> BindAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        return ValueTask.FromResult(new WriteContext(
            CallerOf(context) ?? "", context.Request.Path.Value ?? "",
            headers["Idempotency-Key"] is { Count: > 0 } key ? key.ToString() : null,
            headers.IfMatch is { Count: > 0 } match ? match.ToString() : null));
    }

    /// <summary>The account that is asking; null for a stranger.</summary>
    public static string? CallerOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier);

    public Refusal? KeyFault => IdempotencyKey is { } key && (key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~'))
        ? Refusal.OfField("Idempotency-Key", "field_idempotency_key")
        : null;

    /// <summary>The version in <c>If-Match: "3"</c>; missing → 428, not of this form → 412, since nothing can match it.</summary>
    public Result<int> ExpectedVersion
    {
        get
        {
            if (IfMatch is null)
                return new Refusal(ErrorCodes.VersionRequired);

            return IfMatch is ['"', .., '"'] && int.TryParse(IfMatch.AsSpan(1, IfMatch.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? version
                : new Refusal(ErrorCodes.VersionStale);
        }
    }

    /// <summary>For pages, whose hidden field holds the version.</summary>
    public static WriteContext OfPage(string actorId, string path, int? version, string? key = null) =>
        new(actorId, path, key, version is { } v ? string.Create(CultureInfo.InvariantCulture, $"\"{v}\"") : null);
}
