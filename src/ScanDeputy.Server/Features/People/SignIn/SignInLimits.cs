using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>The section "Limits", what concerns signing in.</summary>
public sealed class SignInLimitOptions
{
    /// <summary>Passwords tried from one client address in 10 minutes, right or wrong; one account's own limit is <see cref="SignInWithPassword"/>'s.</summary>
    public int SignInsPerAddress { get; set; } = 100;

    internal RateLimit OfAddress => new("sign-ins-address", SignInsPerAddress, TimeSpan.FromMinutes(10));
}

/// <summary>How often one client address may try a password.</summary>
public sealed class SignInLimits(RequestLimits limits, SignInLimitOptions options)
{
    /// <summary>A password from a page, whose form counts as a writing call already.</summary>
    public Task<Refusal?> TakeAsync(HttpContext context) => limits.TakeAsync(context, [limits.OfAddress(context, options.OfAddress)], null);

    /// <summary>Where it comes from, as a hash.</summary>
    public string NetworkOf(HttpContext context) => limits.NetworkOf(context);

    /// <summary>Of the endpoint that takes passwords.</summary>
    internal sealed class OfCall : ICallLimits
    {
        public ValueTask<IReadOnlyList<RateUse>> UsesOfAsync(EndpointFilterInvocationContext invocation, RequestLimits limits)
        {
            var context = invocation.HttpContext;
            var options = context.RequestServices.GetRequiredService<SignInLimitOptions>();
            return ValueTask.FromResult<IReadOnlyList<RateUse>>([limits.OfAddress(context, options.OfAddress)]);
        }
    }
}
