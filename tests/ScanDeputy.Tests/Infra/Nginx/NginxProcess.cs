using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Infra.Nginx;

/// <summary>
/// A real nginx with the real site, laid out as in the container (infra/docker/nginx/nginx.conf around it). Three things differ: the
/// ports it listens on, where its nodes are, and where its log is.
/// </summary>
internal sealed partial class NginxProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _plainPort = FreePort.Next();
    private HttpClient? _client;
    private Process? _process;

    private NginxProcess(int port) => Port = port;

    public int Port { get; }

    /// <summary>Of the site without TLS.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}");

    public IEnumerable<string> LogLines => File.ReadLines(_folder["logs/access.log"]);

    /// <summary>Laid out and tested with nginx -t, not started.</summary>
    public static async Task<NginxProcess> PrepareAsync(string site, string upstream, params int[] nodes)
    {
        Tool.Need("nginx");
        var nginx = new NginxProcess(FreePort.Next());
        nginx.LayOut(site, upstream, nodes);
        try
        {
            (await Tool.RunAsync(Tool.Need("nginx"), ["-t", .. nginx.Arguments])).ExpectDone();
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public static async Task<NginxProcess> StartAsync(string site, params int[] nodes)
    {
        var nginx = await PrepareAsync(site, "infra/nginx/scandeputy-upstream.conf", nodes);
        nginx._client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=scandeputy.test" },
        })
        { BaseAddress = new Uri($"{(site == "scandeputy-tls" ? "https" : "http")}://127.0.0.1:{nginx.Port}") };
        nginx._process = Process.Start(new ProcessStartInfo(Tool.Need("nginx"), nginx.Arguments) { UseShellExecute = false })!;
        await nginx.AnswersAsync();
        return nginx;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>The path as it is written, with what a client would tidy up.</summary>
    public Task<HttpResponseMessage> GetUntidiedAsync(string path) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri($"{Address.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })));

    /// <summary>By the port of the TLS site that only sends people on.</summary>
    public Task<HttpResponseMessage> GetPlainAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_plainPort}{path}"));

    public Task<HttpResponseMessage> PostAsync(string path, string body) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) });

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client!.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>The status of an answer to a request whose body is only announced.</summary>
    public async Task<HttpStatusCode> AnnounceAsync(string path, long bodyLength)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        var request = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: {bodyLength}\r\nConnection: close\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return (HttpStatusCode)int.Parse(line!.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_process is { HasExited: false })
        {
            // The master ends its workers; killed, it would leave them behind.
            await Tool.RunAsync("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private string[] Arguments => ["-e", "stderr", "-p", _folder.Path, "-c", "conf/nginx.conf", "-g", "daemon off;"];

    private void LayOut(string site, string upstream, int[] nodes)
    {
        foreach (var name in new[] { "conf/conf.d", "conf/tls", "logs" })
            Directory.CreateDirectory(_folder[name]);
        File.Copy(InfraFiles.Source.PathOf("infra/docker/nginx/nginx.conf"), _folder["conf/nginx.conf"]);
        File.WriteAllText(_folder["conf/mime.types"], "types { text/html html; }\n");
        TemporaryFolder.Copy(InfraFiles.Source.PathOf("infra/nginx/scandeputy"), _folder["conf/scandeputy"]);

        var locations = File.ReadAllText(_folder["conf/scandeputy/locations.conf"]);
        Assert.Contains("/var/log/nginx/", locations, StringComparison.Ordinal);
        File.WriteAllText(_folder["conf/scandeputy/locations.conf"], locations.Replace("/var/log/nginx/", "logs/", StringComparison.Ordinal));

        // The last port is the site's own.
        var text = IPv6Listener().Replace(InfraFiles.Source.Read($"infra/nginx/{site}.conf"), "");
        var ports = Listener().Matches(text).Select(match => match.Value).ToList();
        foreach (var listener in ports)
            text = text.Replace(listener, $"listen 127.0.0.1:{(listener == ports[^1] ? Port : _plainPort)}", StringComparison.Ordinal);
        File.WriteAllText(_folder["conf/conf.d/default.conf"], text);

        var left = new Queue<int>(nodes);
        File.WriteAllText(_folder["conf/scandeputy-upstream.conf"], Node().Replace(
            InfraFiles.Source.Read(upstream), match => left.TryDequeue(out var node) ? $"server 127.0.0.1:{node} " : match.Value));
        Assert.Empty(left);
        MakeCertificate();
    }

    private void MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=scandeputy.test", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(_folder["conf/tls/scandeputy.crt"], certificate.ExportCertificatePem());
        File.WriteAllText(_folder["conf/tls/scandeputy.key"], key.ExportPkcs8PrivateKeyPem());
    }

    private async Task AnswersAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            Assert.False(_process!.HasExited, "nginx did not start.");
            try
            {
                using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await probe.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    [GeneratedRegex(@"^\s*listen \[::\].*\n", RegexOptions.CultureInvariant | RegexOptions.Multiline, 20_000)]
    private static partial Regex IPv6Listener();

    [GeneratedRegex(@"listen [0-9]+", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Listener();

    [GeneratedRegex(@"server [0-9.:]+ ", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Node();
}
