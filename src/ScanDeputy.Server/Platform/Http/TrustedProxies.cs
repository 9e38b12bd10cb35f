using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Whose word on the caller's address and scheme is believed: the addresses and networks of <c>Proxies:Trusted</c>, and nobody's by default.
/// Anybody may write the header, so it is read from its end, and only as long as each address that handed it on is trusted.
/// </summary>
internal static class TrustedProxies
{
    /// <exception cref="RefuseToStartException">Not a list of addresses and networks.</exception>
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var trusted = (configuration["Proxies:Trusted"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var networks = trusted.Select(Parse).ToList();
        // After everybody else: an environment variable of the framework would have all the world believed.
        return services.PostConfigure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = networks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // The list itself is the limit. The framework's own trust in loopback goes: what is trusted is what is written.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
                options.KnownIPNetworks.Add(network);
        });
    }

    /// <summary>Before everything that looks at the address or the scheme; without trusted proxies no header is read.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app) => app.UseForwardedHeaders();

    private static System.Net.IPNetwork Parse(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8);

        return System.Net.IPNetwork.TryParse(text, out var network)
            ? network
            : throw new RefuseToStartException($"Proxies__Trusted: '{text}' is neither an address nor a network such as 10.1.0.0/16.");
    }
}
