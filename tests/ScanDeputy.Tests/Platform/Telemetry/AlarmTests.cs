using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>Alarms that ask for a metric nobody measures never ring: rules, handbook and program must name the same things.</summary>
public sealed partial class AlarmTests
{
    private static readonly SourceTree Source = SourceTree.Find();
    private static readonly string Handbook = Source.Read("docs/operations/alarms.md");
    private static readonly string Rules = Source.Read("infra/prometheus/alerts.yml");

    // Only where there is Redis, only once something has failed, only once somebody has asked for a code, only once WeChat has punished.
    private static readonly string[] Elsewhere = ["scandeputy_wechat_punishments_total", "scandeputy_sms_codes_total", "scandeputy_redis_up", "scandeputy_redis_failures_total", "scandeputy_outbox_failures_total", "scandeputy_sweep_row_failures_total"];

    [Fact]
    public void Every_rule_is_explained_with_its_severity_and_every_explanation_has_its_rule()
    {
        var rules = Rule().Matches(Rules).Select(match => $"{match.Groups["name"].Value} ({match.Groups["severity"].Value})").Order(StringComparer.Ordinal).ToList();
        var explained = Heading().Matches(Handbook)
            .SelectMany(match => match.Groups["names"].Value.Split(", ").Select(name => $"{name} ({match.Groups["severity"].Value})"))
            .Order(StringComparer.Ordinal);
        Assert.NotEmpty(rules);
        Assert.Equal(rules, explained);
    }

    [Fact]
    public async Task Rules_and_handbook_name_only_what_the_page_tells_and_the_handbook_all_of_ours()
    {
        await using var server = await TestServer.StartAsync(settings: ["--Operations:Urls", "http://127.0.0.1:0"]);
        using var resident = await server.AsAsync("resident-1");
        await server.Services.GetRequiredService<SweepRunner>().RunAsync("outbox", CancellationToken.None);
        var page = ExpositionPage.Parse(await server.Services.GetRequiredService<MetricsPage>().RenderAsync(CancellationToken.None));

        string[] known = [.. page.Families.Keys, .. Elsewhere];
        Assert.Empty(Metric().Matches(Rules + Handbook).Select(match => Family().Replace(match.Value, "")).Distinct(StringComparer.Ordinal).Except(known, StringComparer.Ordinal));
        Assert.DoesNotContain(known, name => name.StartsWith("scandeputy_", StringComparison.Ordinal) && !Handbook.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"- alert: (?<name>\w+)\n.*?severity: (?<severity>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 20_000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^### (?<names>[\w, ]+) \((?<severity>\w+)\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 20_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\b(scandeputy|http_server|http_client|dotnet)_[a-z0-9_]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Metric();

    [GeneratedRegex("(?<=duration_seconds)_(bucket|count|sum)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Family();
}
