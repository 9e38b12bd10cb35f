using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>A private nginx with the site of infra/nginx, moved to a free loopback port and to the nodes of a test; everything else is as it is shipped.</summary>
public sealed partial class NginxServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-nginx-").FullName;
    private Process _process = null!;

    private NginxServer()
    {
    }

    public Uri Address { get; } = new($"http://127.0.0.1:{MariaDbServer.FreePort()}");

    /// <param name="site">The folder infra/nginx.</param>
    /// <param name="nodes">Where the api nodes are.</param>
    public static async Task<NginxServer> StartAsync(string site, IEnumerable<Uri> nodes)
    {
        Assert.SkipUnless(File.Exists(Program), "nginx is not installed; infra/test.sh installs it.");
        var server = new NginxServer();
        await server.WriteAsync(site, nodes);
        server._process = Process.Start(new ProcessStartInfo(Program, ["-p", server._folder, "-c", Path.Combine(server._folder, "nginx.conf"), "-e", Path.Combine(server._folder, "error.log")]) { UseShellExecute = false })!;
        using var http = new HttpClient { BaseAddress = server.Address };
        try
        {
            await Poll.UntilAsync(() => server.AnswersAsync(http), "nginx did not start.");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // To the master alone: it takes its workers along.
            await MariaDbServer.RunAsync("kill", "-TERM", string.Create(CultureInfo.InvariantCulture, $"{_process.Id}"));
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WriteAsync(string site, IEnumerable<Uri> nodes)
    {
        foreach (var file in Directory.GetFiles(site, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(site, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var text = OtherFamily().Replace(await File.ReadAllTextAsync(file), "");
            text = Listen().Replace(text, $"listen {Address.Authority} default_server;").Replace("/var/log/nginx/", _folder + "/", StringComparison.Ordinal);
            var places = new Queue<Uri>(nodes);
            text = Upstream().Replace(text, match => $"server {places.Dequeue().Authority}{match.Groups["rest"].Value};");
            await File.WriteAllTextAsync(copy, text);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off;
            worker_processes 1;
            pid {{_folder}}/pid;
            events { worker_connections 512; }
            http {
              client_body_temp_path {{_folder}}/body; proxy_temp_path {{_folder}}/proxy; fastcgi_temp_path {{_folder}}/fastcgi; uwsgi_temp_path {{_folder}}/uwsgi; scgi_temp_path {{_folder}}/scgi;
              include scandeputy.conf;
            }
            """);
    }

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        if (_process.HasExited)
            Assert.Fail(await File.ReadAllTextAsync(Path.Combine(_folder, "error.log")));
        try
        {
            using var answer = await http.GetAsync(new Uri("/healthz/live", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\s*listen \[::\].*$\n", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OtherFamily();

    [GeneratedRegex(@"listen 80 default_server;", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Listen();

    [GeneratedRegex(@"server 127\.0\.0\.1:\d+(?<rest>[^;]*);", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Upstream();
}
