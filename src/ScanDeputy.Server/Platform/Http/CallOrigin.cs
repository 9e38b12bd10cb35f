using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>Where the call comes from that is being answered; nothing outside a request, in sweeps and commands.</summary>
public sealed class CallOrigin(IHttpContextAccessor accessor)
{
    /// <summary>For what is written below the services: the accessor reads what flows with the call.</summary>
    public static CallOrigin Ambient { get; } = new(new HttpContextAccessor());

    public IPAddress? Address => accessor.HttpContext?.Connection.RemoteIpAddress;

    public string? UserAgent => accessor.HttpContext?.Request.Headers.UserAgent;

    /// <summary>The address without the part that tells one machine from its neighbours; empty outside a call.</summary>
    public string Network => Masked(Address);

    /// <summary>What is noted while this call is answered.</summary>
    public IDictionary<object, object?>? Items => accessor.HttpContext?.Items;

    /// <summary>By which the call is found in the logs and in an answer that refuses it.</summary>
    public string? RequestId => accessor.HttpContext is { } context ? Problem.TraceIdOf(context) : null;

    /// <summary>Of IPv4 the last number is left out, of IPv6 all but the first three groups.</summary>
    public static string Masked(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => Masked(address.MapToIPv4()),
        { AddressFamily: AddressFamily.InterNetworkV6 } => string.Create(CultureInfo.InvariantCulture, $"{Group(address, 0)}:{Group(address, 2)}:{Group(address, 4)}:…"),
        _ => $"{address.ToString()[..address.ToString().LastIndexOf('.')]}.*",
    };

    private static string Group(IPAddress address, int at)
    {
        var bytes = address.GetAddressBytes();
        return ((bytes[at] << 8) | bytes[at + 1]).ToString("x", CultureInfo.InvariantCulture);
    }
}
