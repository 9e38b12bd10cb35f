using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.WeChat;
using Xunit;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>What a collector gets over OTLP, read as it comes over the wire: texts stand in protobuf as they are.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private const string Stranger = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private WebApplication _collector = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
        });
        await _collector.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.StopAsync();
        await _collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Collector_gets_spans_and_metrics_without_a_person_a_path_or_a_query()
    {
        var secrets = new List<string> { "query-of-somebody", "13912345678", "5a4db0c05a4db0c0", "access_token=", "baggage-of-somebody", "path-of-nobody", "state-of-somebody" };
        await using (var server = await StartAsync("1"))
        {
            using var resident = await ApiClient.SignInAsync(server.Address, "resident-1");
            var code = await resident.FirstStationCodeAsync();
            var id = (string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
            await resident.MoveAsync(id, "withdraw", new { reason = "已经解决了，谢谢。" });
            await resident.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/s/{code}?from=query-of-somebody")
            {
                Headers =
                {
                    { "User-Agent", "query-of-somebody" }, { "baggage", "who=baggage-of-somebody" },
                    { "traceparent", Stranger }, { "tracestate", "who=state-of-somebody" },
                },
            });
            await resident.GetAsync($"/cases/receipt/{id}?phone=13912345678");
            await resident.GetAsync("/path-of-nobody");
            await resident.GetAsync("/healthz/live");
            secrets.AddRange(code, id, resident.Token!);
            // What the first sweeps do is done by then.
            await WaitForAsync(() => Bodies("/v1/traces").Contains("sweep ", StringComparison.Ordinal) && Bodies("/v1/metrics").Contains("scandeputy.cases", StringComparison.Ordinal));
            await server.InterruptAsync();
        }

        var (traces, metrics) = (Bodies("/v1/traces"), Bodies("/v1/metrics"));
        foreach (var name in (string[])["GET /s/{code}", "POST /api/v1/cases", "GET /cases/receipt/{id}", "move withdraw", "wechat /sns/jscode2session", "scandeputy"])
            Assert.Contains(name, traces, StringComparison.Ordinal);
        Assert.DoesNotContain("healthz", traces, StringComparison.Ordinal);
        foreach (var tag in (string[])["url.full", "url.path", "url.query", "user_agent", "http.request.method_original"])
            Assert.DoesNotContain(tag, traces, StringComparison.Ordinal);
        foreach (var name in (string[])["scandeputy.open_stages", "scandeputy.database.up", "scandeputy.wechat.calls", "http.server.request.duration", "dotnet.gc.collections"])
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, traces + metrics, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_stranger_s_traceparent_does_not_switch_tracing_on()
    {
        await using (var server = await StartAsync("0"))
        {
            using var anyone = new ApiClient(server.Address, null);
            await anyone.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/")
            {
                Headers = { { "traceparent", Stranger } },
            });
            await WaitForAsync(() => Bodies("/v1/metrics").Length > 0);
            await server.InterruptAsync();
        }

        Assert.Empty(Bodies("/v1/traces"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task With_traces_exported_a_visitor_s_baggage_and_our_trace_still_do_not_go_on_to_WeChat(string ratio)
    {
        await using var weChat = new DyingServer();
        await using var server = await TestServer.StartAsync(settings: ["--OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Urls.First(), "--OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", "--Telemetry:TraceRatio", ratio]);
        server.Services.GetRequiredService<IOptionsMonitor<WeChatOptions>>().CurrentValue.BaseAddress = weChat.BaseAddress;
        using var anyone = server.Anonymous();
        await anyone.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/wechat")
        {
            Content = JsonContent.Create(new { code = "one" }),
            Headers = { { "traceparent", Stranger }, { "baggage", "who=baggage-of-somebody" } },
        });

        Assert.StartsWith("GET /sns/jscode2session", weChat.First, StringComparison.Ordinal);
        foreach (var header in (string[])["baggage", "traceparent"])
            Assert.DoesNotContain(header, weChat.First, StringComparison.OrdinalIgnoreCase);
    }

    private Task<ServerProcess> StartAsync(string ratio) => ServerProcess.StartAsync(_folder, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["Telemetry__TraceRatio"] = ratio,
    });

    private string Bodies(string path) => string.Concat(_received.Where(body => body.Path == path).Select(body => body.Body));

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(50, limit.Token);
    }
}
