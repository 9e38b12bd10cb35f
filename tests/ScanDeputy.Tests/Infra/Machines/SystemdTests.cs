using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Infra.Machines;

/// <summary>The units as install.sh puts them on a machine: systemd understands them, and thinks well of what they may not do.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class SystemdTests : IAsyncLifetime
{
    // systemd's scale goes from 0 (locked up) to 10 (may do everything); what it suggests for services is under 5.
    private const double HighestExposure = 2;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Units => ["scandeputy-api@1.service", "scandeputy-worker.service", "scandeputy-migrate.service"];

    public async ValueTask InitializeAsync()
    {
        InstallScriptTests.Publish(_folder["published"]);
        (await Tool.BashAsync(InfraFiles.Source.PathOf("infra/install.sh"), "--from", _folder["published"], "--prefix", _folder["machine"], "--site", "none")).ExpectDone();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Systemd_understands_the_unit(string unit)
    {
        var analyze = Tool.Need("systemd-analyze");
        BorrowTargets();
        var ran = await Tool.RunAsync(analyze, ["verify", $"--root={_folder["machine"]}", unit]);
        Assert.DoesNotContain("scandeputy", ran.Everything, StringComparison.Ordinal);
        Assert.Equal(0, ran.ExitCode);
    }

    [Fact]
    public async Task Systemd_finds_a_mistake()
    {
        var analyze = Tool.Need("systemd-analyze");
        BorrowTargets();
        var file = _folder["machine/etc/systemd/system/scandeputy-worker.service"];
        File.WriteAllText(file, File.ReadAllText(file).Replace("KillMode=", "KilMode=", StringComparison.Ordinal));
        Assert.Contains("KilMode", (await Tool.RunAsync(analyze, ["verify", $"--root={_folder["machine"]}", "scandeputy-worker.service"])).Everything, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public async Task The_unit_may_do_little(string unit)
    {
        var analyze = Tool.Need("systemd-analyze");
        var ran = await Tool.RunAsync(analyze, ["security", "--offline=yes", "--no-pager", $"--root={_folder["machine"]}", unit]);
        var exposure = Exposure().Match(ran.Output);
        Assert.SkipUnless(exposure.Success, $"systemd-analyze is too old to look at a unit that is not installed: {ran.Errors}");
        Assert.InRange(double.Parse(exposure.Groups["level"].Value, CultureInfo.InvariantCulture), 0, HighestExposure);
    }

    [Fact]
    public void Every_secret_is_handed_over_and_none_stands_in_the_settings()
    {
        var shared = InfraFiles.Source.Read("infra/systemd/scandeputy-.service.d/shared.conf");
        var credentials = Credential().Matches(shared).Select(match => (Name: match.Groups["name"].Value, File: match.Groups["file"].Value)).ToList();
        Assert.Equal(InfraFiles.ProgramSecrets, credentials.Select(credential => credential.Name));
        Assert.All(credentials, credential => Assert.Equal($"/etc/scandeputy/secrets/{credential.Name}", credential.File));
        Assert.Equal(["infra/systemd/scandeputy-migrate.service"], InfraFiles.Source.Files("infra/systemd", "*").Where(file => file.Text.Contains($"LoadCredential={InfraFiles.OwnerSecret}:", StringComparison.Ordinal)).Select(file => file.Path));
        Assert.Contains("\nEnvironment=Secrets__Directory=%d Keys__File=%d/keys.json\n", shared, StringComparison.Ordinal);
        var settings = InfraFiles.Source.Read("infra/systemd/scandeputy.env").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => line.Split('=')[0]).ToList();
        Assert.Contains("Proxies__Trusted", settings);
        // These would win over what each unit says.
        Assert.Empty(settings.Intersect([.. InfraFiles.ProgramSecrets, "Roles", "ASPNETCORE_URLS", "Operations__Urls", "Secrets__Directory", "Keys__File"], StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("scandeputy-api@.service")]
    [InlineData("scandeputy-worker.service")]
    public void A_start_that_found_no_database_is_tried_again_and_a_stop_has_its_time(string unit)
    {
        var lines = InfraFiles.Source.Read($"infra/systemd/{unit}").Split('\n');
        Assert.Contains("RestartPreventExitStatus=CREDENTIALS", lines);
        Assert.Contains("RestartSec=10", lines);
        Assert.Contains("Restart=on-failure", lines);
        Assert.Contains("TimeoutStopSec=15", lines);
    }

    [Fact]
    public void Nginx_finds_the_nodes_where_the_units_put_them()
    {
        var url = NodeUrl().Match(InfraFiles.Source.Read("infra/systemd/scandeputy-api@.service")).Groups["url"].Value;
        Assert.Equal(new[] { "1", "2" }.Select(node => url.Replace("%i", node, StringComparison.Ordinal)), InfraFiles.UpstreamAddresses("infra/nginx/scandeputy-upstream.conf"));
        var listeners = InfraFiles.Source.Files("infra/systemd", "*.service").SelectMany(file => Listener().Matches(file.Text).Select(match => match.Groups["port"].Value)).ToList();
        Assert.Equal(["508%i", "5080", "9464", "947%i"], listeners.Order(StringComparer.Ordinal));
    }

    /// <summary>What every unit leans on; verify wants to see it.</summary>
    private void BorrowTargets()
    {
        var target = _folder["machine/lib/systemd/system"];
        if (Directory.Exists(target))
            return;

        Directory.CreateDirectory(target);
        foreach (var name in new[] { "sysinit.target", "basic.target", "shutdown.target", "network-online.target", "multi-user.target" })
            File.WriteAllText(Path.Combine(target, name), "[Unit]\nDefaultDependencies=no\n");
    }

    [GeneratedRegex(@"Overall exposure level for \S+: (?<level>[0-9.]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Exposure();

    [GeneratedRegex(@"^LoadCredential=(?<name>[^:]+):(?<file>.+)$", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Credential();

    [GeneratedRegex(@"ASPNETCORE_URLS=http://(?<url>\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex NodeUrl();

    [GeneratedRegex(@"=http://127\.0\.0\.1:(?<port>[0-9%i]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Listener();
}
