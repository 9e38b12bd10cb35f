using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Infra.Machines;

/// <summary>install.sh into a folder that stands for the machine.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class InstallScriptTests : IDisposable
{
    private const string EnvFile = "machine/etc/scandeputy/scandeputy.env";
    private readonly TemporaryFolder _folder = new();

    public InstallScriptTests() => Publish(_folder["published"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dry_run_says_everything_and_does_nothing()
    {
        var ran = (await InstallAsync("--prefix", _folder["machine"], "--dry-run")).ExpectDone();
        Assert.False(Directory.Exists(_folder["machine"]));
        Assert.All(
            ["/opt/scandeputy/current", "/etc/scandeputy/scandeputy.env", "/etc/systemd/system/scandeputy-api@.service", "/etc/nginx/sites-enabled/scandeputy.conf"],
            path => Assert.Contains(path, ran.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_of_the_whole_machine_names_user_and_services()
    {
        Tool.Need("systemctl");
        var ran = (await InstallAsync("--dry-run", "--site", "none")).ExpectDone();
        Assert.All(["useradd --system", "systemctl daemon-reload"], words => Assert.Contains($"would run: {words}", ran.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_installed_is_what_was_published()
    {
        (await InstallAsync("--prefix", _folder["machine"])).ExpectDone();
        Assert.Equal(Directory.GetFiles(_folder["published"]).Select(Path.GetFileName).Order(StringComparer.Ordinal), Directory.GetFiles(_folder["machine/opt/scandeputy/current"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Matches("^releases/0\\.9\\.0-[0-9a-f]{8}$", new FileInfo(_folder["machine/opt/scandeputy/current"]).LinkTarget!);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder[EnvFile]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["machine/etc/scandeputy/secrets"]));
        Assert.Equal("/etc/nginx/sites-available/scandeputy.conf", new FileInfo(_folder["machine/etc/nginx/sites-enabled/scandeputy.conf"]).LinkTarget);
        Assert.All(Directory.GetFiles(InfraFiles.Source.PathOf("infra/nginx/scandeputy")), part => Assert.True(File.Exists(_folder[$"machine/etc/nginx/scandeputy/{Path.GetFileName(part)}"])));
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_never_what_people_wrote()
    {
        (await InstallAsync("--prefix", _folder["machine"])).ExpectDone();
        File.WriteAllText(_folder[EnvFile], "WeChat__AppId=wx1\n");
        File.WriteAllText(_folder["machine/etc/nginx/scandeputy-upstream.conf"], "upstream scandeputy_api { server 10.0.0.1:8080; }\n");
        var before = Snapshot();

        var ran = (await InstallAsync("--prefix", _folder["machine"])).ExpectDone();

        Assert.Equal(before, Snapshot());
        Assert.Equal(["kept      /etc/scandeputy/scandeputy.env", "kept      /etc/nginx/scandeputy-upstream.conf"], ran.Output.Split("\n\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_new_version_stands_beside_the_old_one()
    {
        (await InstallAsync("--prefix", _folder["machine"])).ExpectDone();
        var old = new FileInfo(_folder["machine/opt/scandeputy/current"]).LinkTarget!;
        File.WriteAllText(_folder["published/ScanDeputy.Server.dll"], "another build");
        (await InstallAsync("--prefix", _folder["machine"])).ExpectDone();
        Assert.NotEqual(old, new FileInfo(_folder["machine/opt/scandeputy/current"]).LinkTarget);
        Assert.Equal("", File.ReadAllText(_folder[$"machine/opt/scandeputy/{old}/ScanDeputy.Server.dll"]));
        Assert.Equal("another build", File.ReadAllText(_folder["machine/opt/scandeputy/current/ScanDeputy.Server.dll"]));
    }

    [Fact]
    public async Task Only_one_site_is_on()
    {
        (await InstallAsync("--prefix", _folder["machine"])).ExpectDone();
        File.CreateSymbolicLink(_folder["machine/etc/nginx/sites-enabled/default"], "/etc/nginx/sites-available/default");
        (await InstallAsync("--prefix", _folder["machine"], "--site", "tls")).ExpectDone();
        Assert.Equal(["scandeputy-tls.conf"], Directory.EnumerateFileSystemEntries(_folder["machine/etc/nginx/sites-enabled"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Without_root_the_machine_is_refused()
    {
        var script = InfraFiles.Source.PathOf("infra/install.sh");
        var user = Environment.IsPrivilegedProcess ? new[] { "--reuid=65534", "--regid=65534", "--clear-groups", "--" } : [];
        // Read by root and handed over, because the checkout may be closed to others.
        string[] command = ["bash", "-s", "--", "--from", _folder["published"]];
        var input = File.ReadAllText(script).Replace("$(dirname \"$0\")", "/", StringComparison.Ordinal);
        var ran = user.Length == 0 ? await Tool.RunAsync("bash", command[1..], input: input) : await Tool.RunAsync(Tool.Need("setpriv"), [.. user, .. command], folder: "/", input: input);
        Assert.Equal(77, ran.ExitCode);
        Assert.Contains("must be run as root", ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from is missing")]
    [InlineData("is no published ScanDeputy", "--from", "/")]
    [InlineData("--site is", "--from", "/", "--site", "apache")]
    [InlineData("unknown option", "--force")]
    public async Task Wrong_use_is_said(string words, params string[] arguments)
    {
        var ran = await Tool.BashAsync(InfraFiles.Source.PathOf("infra/install.sh"), arguments);
        Assert.Equal(64, ran.ExitCode);
        Assert.Contains(words, ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_script_can_be_read_by_bash()
    {
        var scripts = InfraFiles.Source.Files("infra", "*.sh").Where(file => !file.Path.Contains("node_modules", StringComparison.Ordinal)).Select(file => InfraFiles.Source.PathOf(file.Path)).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
            (await Tool.RunAsync("bash", ["-n", script])).ExpectDone();
    }

    [Fact]
    public void Every_secret_is_explained()
    {
        var made = Made().Matches(File.ReadAllText(InfraFiles.MakeSecrets)).Select(match => match.Groups["secret"].Value).ToList();
        Assert.Superset(InfraFiles.ProgramSecrets.ToHashSet(StringComparer.Ordinal), made.ToHashSet(StringComparer.Ordinal));
        var page = InfraFiles.Source.Read("docs/operations/install.md");
        Assert.All(made, secret => Assert.Contains($"`{secret}`", page, StringComparison.Ordinal));
    }

    private Task<Tool.Ran> InstallAsync(params string[] arguments) =>
        Tool.BashAsync(InfraFiles.Source.PathOf("infra/install.sh"), ["--from", _folder["published"], .. arguments]);

    internal static void Publish(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "ScanDeputy.Server"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(folder, "ScanDeputy.Server"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.WriteAllText(Path.Combine(folder, "ScanDeputy.Server.dll"), "");
        File.WriteAllText(Path.Combine(folder, "ScanDeputy.Server.deps.json"), """{ "libraries": { "ScanDeputy.Server/0.9.0": {} } }""");
    }

    private List<string> Snapshot() => [.. Directory.EnumerateFileSystemEntries(_folder["machine"], "*", SearchOption.AllDirectories)
        .Select(path => $"{path} {new FileInfo(path).LinkTarget ?? (File.Exists(path) ? File.ReadAllText(path) : "")} {new FileInfo(path).LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"(?:\| |^)write (?<secret>\S+)", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Made();
}
