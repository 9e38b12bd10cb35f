using System.Text.RegularExpressions;
using ScanDeputy.Tests.Conventions;

namespace ScanDeputy.Tests.Infra;

/// <summary>The files under infra and what several tests read out of them.</summary>
internal static partial class InfraFiles
{
    public static SourceTree Source { get; } = SourceTree.Find();

    /// <summary>The program's secrets, as make-secrets.sh names them.</summary>
    public static IReadOnlyList<string> ProgramSecrets { get; } =
        ["Database__ConnectionString", "Redis__Configuration", "WeChat__AppSecret", "WeChat__CallbackToken", "WeChat__EncodingAesKey", "keys.json"];

    /// <summary>What the migration has beside them.</summary>
    public static string OwnerSecret => "Database__MigrationConnectionString";

    public static string MakeSecrets => Source.PathOf("infra/docker/make-secrets.sh");

    public static IEnumerable<string> UpstreamAddresses(string file) =>
        Server().Matches(Source.Read(file)).Select(match => match.Groups["address"].Value);

    [GeneratedRegex(@"^\s*server (?<address>[0-9.:]+)", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Server();
}
