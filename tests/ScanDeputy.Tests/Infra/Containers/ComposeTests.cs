using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Infra.Containers;

/// <summary>docker-compose.yml: what the tool accepts, and what has to be true of every container in it.</summary>
public sealed partial class ComposeTests
{
    private const string File = "docker-compose.yml";
    private static readonly JsonNode Compose = Yaml.Read(InfraFiles.Source.Read(File));

    public static TheoryData<string> Services => [.. Compose["services"].Names()];

    [Theory]
    [InlineData(File)]
    [InlineData(File, "infra/docker/tls.yml")]
    public async Task Compose_understands_the_file(params string[] files)
    {
        var arguments = files.SelectMany(file => new[] { "-f", InfraFiles.Source.PathOf(file) }).Append("config");
        var ran = (await Tool.RunAsync(Tool.Need("docker-compose"), arguments)).ExpectDone();
        Assert.Equal(["api-1", "api-2", "migrate", "mysql", "nginx", "redis", "worker"], Yaml.Read(ran.Output)["services"].Names().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("WARN", ran.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void No_container_is_root_or_writes_where_it_likes(string name)
    {
        var service = Compose.At("services", name)!;
        Assert.True((bool)service["read_only"]!);
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", (string)service["user"]!);
        Assert.Equal(["ALL"], service["cap_drop"].Texts());
        Assert.Equal(["no-new-privileges:true"], service["security_opt"].Texts());
        Assert.Null(service["privileged"]);
        Assert.Null(service["cap_add"]);
        Assert.Contains(service["tmpfs"].Texts(), mount => mount.StartsWith("/tmp:", StringComparison.Ordinal) && mount.Contains("size=", StringComparison.Ordinal));
        Assert.All(service["volumes"].Texts(), volume => Assert.Matches("^(?:mysql:/var/lib/mysql|redis:/data|\\./.+:ro)$", volume));
        Assert.NotNull(service.At("deploy", "resources", "limits", "memory"));
        Assert.NotNull(service.At("deploy", "resources", "limits", "cpus"));
        Assert.NotNull(service["stop_grace_period"]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Everything_that_runs_on_says_whether_it_is_well(string name)
    {
        var service = Compose.At("services", name)!;
        if (name == "migrate")
            Assert.True((bool)service.At("healthcheck", "disable")!);
        else if (service["build"] is not null)
            Assert.Contains("HEALTHCHECK", InfraFiles.Source.Read((string)service.At("build", "dockerfile")!), StringComparison.Ordinal);
        else
            Assert.NotEmpty(service.At("healthcheck", "test").Items());
    }

    [Fact]
    public void No_secret_stands_in_the_files()
    {
        Assert.All(Compose["secrets"]!.AsObject(), secret => Assert.Equal($"./secrets/{secret.Key}", (string?)secret.Value!["file"]));
        Assert.Contains("/secrets/", InfraFiles.Source.Read(".gitignore").Split('\n'));
        Assert.Contains("/.env", InfraFiles.Source.Read(".gitignore").Split('\n'));
        Assert.All([File, "infra/docker/tls.yml", "infra/docker/example.env"], file => Assert.DoesNotMatch(SecretValue(), InfraFiles.Source.Read(file)));
        var environment = Compose["services"]!.AsObject().SelectMany(service => service.Value!["environment"]?.AsObject() ?? []);
        Assert.All(environment, setting => Assert.True(
            !SecretName().IsMatch(setting.Key) || setting.Key.EndsWith("_FILE", StringComparison.Ordinal) || setting.Key is "Secrets__Directory" or "Keys__File", setting.Key));
    }

    [Fact]
    public void Every_file_and_volume_that_is_mounted_exists()
    {
        var mounts = Compose["services"]!.AsObject().SelectMany(service => service.Value!["volumes"].Texts()).Select(volume => volume.Split(':')[0]).ToList();
        Assert.All(mounts.Where(mount => mount.StartsWith("./", StringComparison.Ordinal)), mount => Assert.True(Path.Exists(InfraFiles.Source.PathOf(mount)), mount));
        Assert.Equal(Compose["volumes"].Names(), mounts.Where(mount => !mount.StartsWith('.')));
        var secrets = Compose["services"]!.AsObject().SelectMany(service => service.Value!["secrets"].Texts());
        Assert.Equal(Compose["secrets"].Names().Order(StringComparer.Ordinal), secrets.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void There_are_two_api_nodes_and_a_worker_that_wait_for_the_migration()
    {
        var program = Compose["services"]!.AsObject().Where(service => service.Value!["build"] is not null).ToDictionary(service => service.Key, service => service.Value!, StringComparer.Ordinal);
        Assert.Equal(["api-1", "api-2", "migrate", "worker"], program.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["migrate"], program["migrate"]["command"].Texts());
        Assert.Equal("no", (string?)program["migrate"]["restart"]);
        Assert.All(program.Values, service => Assert.Equal("production", (string?)service.At("environment", "Profile")));
        Assert.All(program, service => Assert.Equal(service.Key == "migrate" ? [.. InfraFiles.ProgramSecrets, InfraFiles.OwnerSecret] : InfraFiles.ProgramSecrets, service.Value["secrets"].Texts()));
        foreach (var (name, roles) in new[] { ("api-1", "api"), ("api-2", "api"), ("worker", "worker") })
        {
            Assert.Equal(roles, (string?)program[name].At("environment", "Roles"));
            Assert.Equal("service_completed_successfully", (string?)program[name].At("depends_on", "migrate", "condition"));
            Assert.Equal("service_healthy", (string?)program[name].At("depends_on", "mysql", "condition"));
            Assert.Equal("unless-stopped", (string?)program[name]["restart"]);
        }
    }

    [Fact]
    public void Nginx_alone_is_reached_from_outside_and_is_the_proxy_that_is_trusted()
    {
        var services = Compose["services"]!.AsObject();
        Assert.Equal(["nginx"], services.Where(service => service.Value!["ports"] is not null).Select(service => service.Key));
        Assert.All(services.Where(service => service.Value.At("environment", "Proxies__Trusted") is not null), service =>
            Assert.Equal((string?)Compose.At("services", "nginx", "networks", "edge", "ipv4_address"), (string?)service.Value.At("environment", "Proxies__Trusted")));
        Assert.Equal(
            new[] { "api-1", "api-2" }.Select(name => (string?)Compose.At("services", name, "networks", "edge", "ipv4_address") + ":8080"),
            InfraFiles.UpstreamAddresses("infra/docker/nginx/scandeputy-upstream.conf"));
        Assert.Equal(["data"], Compose.At("services", "mysql", "networks").Texts());
        Assert.Equal(["data"], Compose.At("services", "redis", "networks").Texts());
        Assert.True((bool)Compose.At("networks", "data", "internal")!);
    }

    [Fact]
    public void Example_settings_name_every_variable_of_the_file()
    {
        var used = Variable().Matches(InfraFiles.Source.Read(File) + InfraFiles.Source.Read("infra/docker/tls.yml")).Select(match => match.Groups["name"].Value);
        var named = InfraFiles.Source.Read("infra/docker/example.env").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Select(line => line.Split('=')[0]);
        Assert.Equal(used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"(?:password|secret|token|aeskey|requirepass)\s*[:=]\s*[""']?[A-Za-z0-9+/_-]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex SecretValue();

    [GeneratedRegex("password|secret|token|key|connectionstring", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Z_]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Variable();
}
