using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>Metadata of an endpoint that has limits of its own beside those of every writing call.</summary>
public interface ICallLimits
{
    /// <summary>What this call counts for.</summary>
    ValueTask<IReadOnlyList<RateUse>> UsesOfAsync(EndpointFilterInvocationContext invocation, RequestLimits limits);
}

/// <summary>
/// How often one client address may write, and whatever else an endpoint limits. A call costs us whatever it is, so each counts for its
/// address; a call that is sent again under its idempotency key counts once for what its endpoint limits: whoever lost the answer on the
/// way must get it, not a refusal.
/// </summary>
public sealed class RequestLimits(IRateLimiter limiter, LimitOptions options, PersonalData crypto)
{
    /// <summary>Any writing call.</summary>
    public Task<Refusal?> WriteAsync(HttpContext context) => TakeAsync(context, [OfAddress(context, options.Writes)], null);

    /// <summary>Takes all of these or, when one of them is used up, none, and says in the answer's header when to come again.</summary>
    /// <param name="idempotencyKey">Counts once, however often the call is repeated with it; null to count each.</param>
    public async Task<Refusal?> TakeAsync(HttpContext context, IReadOnlyList<RateUse> uses, string? idempotencyKey)
    {
        IReadOnlyList<RateUse> limited = [.. uses.Where(use => use.Limit.Count > 0)];
        if (!options.Enabled || limited.Count == 0 || await limiter.TakeAsync(limited, OnceKey(context, idempotencyKey)) is not { } wait)
            return null;

        RetryAfter.Say(context.Response, wait);
        return RetryAfter.Refuse(wait);
    }

    /// <summary>Counted by a hash: addresses are personal data, and Redis has no need of them.</summary>
    public RateUse OfAddress(HttpContext context, RateLimit limit) => new(limit, crypto.LookupHash("client-address", Network(context.Connection.RemoteIpAddress)));

    /// <summary>Where a client comes from, as a hash.</summary>
    public string NetworkOf(HttpContext context) => crypto.LookupHash("client-network", Network(context.Connection.RemoteIpAddress));

    /// <summary>
    /// Hashes by which a client is the same again some seconds later: its network and what it calls itself. The first is written, any may have been written
    /// by another node.
    /// </summary>
    public IReadOnlyList<string> ClientOf(HttpContext context) =>
        crypto.LookupHashes("client", $"{Network(context.Connection.RemoteIpAddress)}\n{context.Request.Headers.UserAgent}");

    /// <summary>An API's call as a whole, so that nothing is counted when any of its limits refuses.</summary>
    internal async Task<Refusal?> CallAsync(EndpointFilterInvocationContext invocation)
    {
        var context = invocation.HttpContext;
        if (!options.Enabled || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            return null;

        var uses = new List<RateUse> { OfAddress(context, options.Writes) };
        if (context.GetEndpoint()?.Metadata.GetMetadata<ICallLimits>() is { } own)
            uses.AddRange(await own.UsesOfAsync(invocation, this));
        return await TakeAsync(context, uses, invocation.Arguments.OfType<WriteContext>().FirstOrDefault()?.IdempotencyKey);
    }

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
        : "once:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{WriteContext.CallerOf(context)}\n{idempotencyKey}")));
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
