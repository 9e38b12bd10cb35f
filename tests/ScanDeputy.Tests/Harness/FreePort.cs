using System.Net;
using System.Net.Sockets;

namespace ScanDeputy.Tests.Harness;

/// <summary>
/// A port for a server that a test starts, stops and starts again: each is given once, from below those that systems hand to outgoing connections
/// (32768 and up on Linux). One of those may be somebody's when the server comes back to it.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000;
    private const int Count = 20_000;

    // Several test runs may share a machine.
    private static int _last = Random.Shared.Next(Count);

    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + ((Interlocked.Increment(ref _last) & int.MaxValue) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException("No port is free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
