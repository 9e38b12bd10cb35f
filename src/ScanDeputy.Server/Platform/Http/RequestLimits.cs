using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>A request that is a report to a station.</summary>
public interface IReportToStation
{
    /// <summary>As typed or scanned.</summary>
    string? StationCode { get; }
}

/// <summary>Marks an endpoint that tries a password.</summary>
public sealed class PasswordTry;

/// <summary>
/// How often one client address, one person and one station may write. A call costs us whatever it is, so each counts for its
/// address; a person's and a station's limits are on reports, and a report that is sent again under its idempotency key is the same
/// one: whoever lost the answer on the way must get it, not a refusal.
/// </summary>
public sealed class RequestLimits(IRateLimiter limiter, LimitOptions options, StationCache stations, PersonalData crypto)
{
    /// <summary>Any writing call.</summary>
    public Task<Refusal?> WriteAsync(HttpContext context) => TakeAsync(context, [Address(context, options.Writes)], null);

    /// <summary>A password, beside the call that brings it.</summary>
    public Task<Refusal?> PasswordAsync(HttpContext context) => TakeAsync(context, [Address(context, options.SignIns)], null);

    /// <summary>A report, beside the call that brings it.</summary>
    public async Task<Refusal?> ReportAsync(HttpContext context, string? stationCode, string? idempotencyKey, CancellationToken ct) => options.Enabled
        ? await TakeAsync(context, await ReportUsesAsync(context, stationCode, ct), OnceKey(context, idempotencyKey))
        : null;

    /// <summary>An API's call as a whole, so that nothing is counted when any of its limits refuses.</summary>
    internal async Task<Refusal?> CallAsync(EndpointFilterInvocationContext invocation)
    {
        var context = invocation.HttpContext;
        if (!options.Enabled || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            return null;

        var uses = new List<RateUse> { Address(context, options.Writes) };
        if (context.GetEndpoint()?.Metadata.GetMetadata<PasswordTry>() is not null)
            uses.Add(Address(context, options.SignIns));
        if (invocation.Arguments.OfType<IReportToStation>().FirstOrDefault() is not { } report)
            return await TakeAsync(context, uses, null);

        uses.AddRange(await ReportUsesAsync(context, report.StationCode, context.RequestAborted));
        var key = invocation.Arguments.OfType<WriteContext>().FirstOrDefault()?.IdempotencyKey;
        return await TakeAsync(context, uses, OnceKey(context, key));
    }

    private async Task<Refusal?> TakeAsync(HttpContext context, IReadOnlyList<RateUse> uses, string? onceKey)
    {
        IReadOnlyList<RateUse> limited = [.. uses.Where(use => use.Limit.Count > 0)];
        if (!options.Enabled || limited.Count == 0 || await limiter.TakeAsync(limited, onceKey) is not { } wait)
            return null;

        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new Refusal(ErrorCodes.TooManyRequests);
    }

    private async Task<IReadOnlyList<RateUse>> ReportUsesAsync(HttpContext context, string? stationCode, CancellationToken ct)
    {
        var uses = new List<RateUse>();
        if (context.Features.Get<CurrentUser>() is { } user)
            uses.Add(new RateUse(options.Submissions, user.Id, OncePerKey: true));
        if (await stations.FindStationAsync(stationCode, ct) is { } station)
            uses.Add(new RateUse(options.StationSubmissions, station, OncePerKey: true));
        return uses;
    }

    /// <summary>A hash: addresses are personal data, and Redis has no need of them.</summary>
    private RateUse Address(HttpContext context, RateLimit limit) => new(limit, crypto.LookupHash("client-address", Network(context.Connection.RemoteIpAddress)));

    /// <summary>Of IPv6 the first half: the other belongs to the customer, who may use another each time.</summary>
    private static string Network(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static string? OnceKey(HttpContext context, string? idempotencyKey) => idempotencyKey is null
        ? null
        : "once:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Features.Get<CurrentUser>()?.Id}\n{idempotencyKey}")));
}

public static class RequestLimiting
{
    /// <summary>Before validation: what is refused for being too much is not looked at.</summary>
    public static RouteGroupBuilder WithLimits(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
            await invocation.HttpContext.RequestServices.GetRequiredService<RequestLimits>().CallAsync(invocation) is { } refusal
                ? new ProblemResult(refusal)
                : await next(invocation));
        return group;
    }
}
