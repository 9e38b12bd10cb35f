using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScanDeputy.Tests.WeChat;

/// <summary>
/// Answers the first request and keeps the connection; closes on the next one, in good order but without an answer, as a balancer
/// does with a connection it no longer wants. Answers whatever comes on a later connection.
/// </summary>
internal sealed class DyingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _requests;

    public DyingServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri BaseAddress => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The first request as it came.</summary>
    public string First { get; private set; } = "";

    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) await ServeOneAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
        catch (IOException)
        {
            // The client went first.
        }
    }

    private async Task ServeOneAsync(TcpClient connection)
    {
        using var _ = connection;
        var buffer = new byte[16 * 1024];
        while (await connection.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var length)
        {
            var number = Interlocked.Increment(ref _requests);
            if (number == 2) return;
            if (number == 1) First = Encoding.ASCII.GetString(buffer, 0, length);
            const string Body = """{"openid":"oNobody","session_key":"x"}""";
            var answer = $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
        }
    }
}
