using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Telemetry;

public sealed class TelemetrySettingsTests
{
    [Fact]
    public async Task Embedded_profile_measures_nothing_unless_asked()
    {
        Assert.False(Read().IsOn);
        await using var server = await TestServer.StartAsync();
        Assert.Null(server.Services.GetService<DatabaseSampler>());
    }

    [Fact]
    public async Task Embedded_profile_starts_without_loading_what_measures()
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
        await using (var server = await ServerProcess.StartAsync(folder))
        {
            var loaded = await File.ReadAllTextAsync($"/proc/{server.ProcessId}/maps", TestContext.Current.CancellationToken);
            Assert.Contains("ScanDeputy.Server.dll", loaded, StringComparison.Ordinal);
            // OpenTelemetry.dll itself has the base of two of our types, and validators are looked for among all of them.
            foreach (var part in (string[])["Api", "Extensions", "Instrumentation", "Exporter"])
                Assert.DoesNotContain($"OpenTelemetry.{part}", loaded, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Production_has_the_page_on_the_machine_itself_and_can_be_told_not_to()
    {
        Assert.Equal(["http://127.0.0.1:9464"], Read(("Profile", "production")).PageUrls);
        Assert.False(Read(("Profile", "production"), ("Operations:Urls", "")).HasPage);
    }

    [Fact]
    public void What_is_set_counts()
    {
        var settings = Read(
            ("Operations:Urls", "http://*:9464;http://[::1]:9465"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), ("Telemetry:TraceRatio", "0.25"));
        Assert.Equal(["http://*:9464", "http://[::1]:9465"], settings.PageUrls);
        Assert.True(settings.Exports);
        Assert.Equal(0.25, settings.TraceRatio);
    }

    [Theory]
    [InlineData("Operations:Urls", "9464", "Operations__Urls")]
    [InlineData("Operations:Urls", "https://127.0.0.1:9464", "Operations__Urls")]
    [InlineData("Operations:Urls", "http://127.0.0.1:9464/metrics", "Operations__Urls")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("Telemetry:TraceRatio", "1.5", "Telemetry__TraceRatio")]
    [InlineData("Telemetry:TraceRatio", "-0.5", "Telemetry__TraceRatio")]
    [InlineData("Telemetry:TraceRatio", "half", "Telemetry__TraceRatio")]
    public void What_cannot_be_used_is_named(string name, string value, string told) =>
        Assert.Contains(told, Assert.Throws<RefuseToStartException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    private static TelemetrySettings Read(params (string Name, string Value)[] settings) => TelemetrySettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build());
}
