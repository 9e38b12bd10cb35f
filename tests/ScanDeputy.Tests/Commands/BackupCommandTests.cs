using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using ScanDeputy.Server.Features.Administration.Backup;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class BackupCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    private string BackupFile => Path.Combine(_folder, "scandeputy.backup");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Taken_under_load_and_restored_it_is_the_database_of_one_instant(bool intoTheOtherKind)
    {
        await using var spare = await SpareDatabase.CreateAsync(intoTheOtherKind);
        await using var server = await TestServer.StartAsync();
        var (before, said) = await BackUpUnderLoadAsync(server);

        File.Copy(Path.Combine(server.Directory, "keys.json"), Path.Combine(spare.Folder, "keys.json"));
        Assert.Equal(0, (await spare.RunAsync("migrate")).ExitCode);
        var (restored, output) = await spare.RunAsync("restore", "--file", BackupFile);
        Assert.True(restored == 0, output);
        var (verified, found) = await spare.RunAsync("verify-ledger");
        Assert.True(verified == 0, found);

        var counts = await CountsOfAsync(spare);
        // The audit trail tells of the restore itself, and of the backup in the backup.
        var told = await spare.ReadAsync(connection => connection.QueryAsync<string>("select object_id from audit_events where kind = 'operated' order by object_id"));
        Assert.Equal(["backup", "restore"], told);
        counts["audit_events"] -= 1;
        Assert.Equal(Counts(said), counts);
        var ids = (await spare.ReadAsync(connection => connection.QueryAsync<string>("select id from cases"))).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(before);
        Assert.Empty(before.Except(ids, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_file_is_its_owner_s_alone_and_is_not_overwritten()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "backup", "--file", BackupFile)).ExitCode);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupFile));
        Assert.Single(Directory.GetFiles(_folder));
        // Which key it needs is all that it tells without it.
        var bytes = await File.ReadAllBytesAsync(BackupFile, TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"backup\":\"ScanDeputy\",\"format\":2,\"key\":\"k1\",\"algorithm\":\"AES-256-GCM+HMAC-SHA256\",", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);

        var length = new FileInfo(BackupFile).Length;
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "backup", "--file", BackupFile);
        Assert.Equal(1, exitCode);
        Assert.Contains("is not overwritten", output, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(BackupFile).Length);
    }

    [Fact]
    public async Task It_is_not_restored_over_what_is_there()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "backup", "--file", BackupFile)).ExitCode);
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "restore", "--file", BackupFile);
        Assert.Equal(1, exitCode);
        Assert.Contains("not empty", output, StringComparison.Ordinal);

        var other = Path.Combine(_folder, "keys.json");
        Server.Platform.Security.KeyRing.OpenOrCreate(other);
        var (refused, said) = await CommandRun.RunAsync(server.Directory, "restore", "--file", BackupFile, "--Keys:File", other);
        Assert.Equal(1, refused);
        Assert.Contains("请把备份时的密钥文件放到 Keys__File 指定的位置", said, StringComparison.Ordinal);
    }

    /// <returns>The reports that had been acknowledged when the backup began, and what the command said.</returns>
    private async Task<(IReadOnlyList<string> Before, string Said)> BackUpUnderLoadAsync(TestServer server)
    {
        var acknowledged = new ConcurrentQueue<string>();
        using var resident = await server.AsAsync("resident-1");
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                acknowledged.Enqueue((string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!);
        })).ToArray();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (acknowledged.Count < 40)
            await Task.Delay(20, limit.Token);

        string[] before = [.. acknowledged];
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "backup", "--file", BackupFile);
        var after = acknowledged.Count;
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(exitCode == 0, output);
        Assert.True(after > before.Length, "Nothing was written during the backup.");
        return (before, output);
    }

    private static Dictionary<string, long> Counts(string said) => Regex.Matches(said, @"^(?<table>[a-z_]+) +(?<rows>\d+) rows\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(20))
        .ToDictionary(match => match.Groups["table"].Value, match => long.Parse(match.Groups["rows"].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static async Task<Dictionary<string, long>> CountsOfAsync(SpareDatabase spare)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in BackupTables.InOrder)
        {
            if (await spare.ReadAsync(connection => connection.ExecuteScalarAsync<long>($"select count(*) from {table}")) is > 0 and var rows)
                counts[table] = rows;
        }

        return counts;
    }
}
