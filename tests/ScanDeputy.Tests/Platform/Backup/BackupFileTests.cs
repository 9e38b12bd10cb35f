using System.IO.Compression;
using System.Text;
using Dapper;
using ScanDeputy.Server.Features.Administration.Backup;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Backup;

/// <summary>What is not a whole, unaltered backup for this database writes nothing.</summary>
public sealed class BackupFileTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private SeededDatabase _source = null!;
    private SeededDatabase _target = null!;

    private string BackupFile => Path.Combine(_folder, "backup.gz");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await SeededDatabase.SeedAsync(TestServer.UsualStart, Ct);
        _target = await SeededDatabase.EmptyAsync(TestServer.UsualStart);
        await BackupWriter.WriteAsync(_source.Database, _source.Keys, _source.Clock, BackupFile, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_value_comes_back_as_it_was()
    {
        byte[] bytes = [0, 1, 2, 39, 92, 254, 255];
        await _source.Database.WriteAsync(scope => scope.ExecuteAsync("insert into attachment_contents (sha256, bytes) values ('x', @bytes)", new { bytes }), Ct);
        await _source.Database.WriteAsync(scope => scope.ExecuteAsync("update jurisdictions set name = @Name", new { Name = "𠮷 \"\\\n\u0001\u2028 罗庄" }), Ct);
        File.Delete(BackupFile);
        await BackupWriter.WriteAsync(_source.Database, _source.Keys, _source.Clock, BackupFile, Ct);
        await RestoreAsync();
        foreach (var table in BackupTables.InOrder)
            Assert.Equal(await RowsAsync(_source, table), await RowsAsync(_target, table));
    }

    [Fact]
    public async Task Nobody_is_signed_in_afterwards()
    {
        await _source.Database.WriteAsync(
            scope => scope.ExecuteAsync("insert into sessions (id, user_id, refresh_count, created_at, expires_at) select 'open', min(id), 0, 0, @Far from users", new { Far = long.MaxValue / 2 }), Ct);
        File.Delete(BackupFile);
        await BackupWriter.WriteAsync(_source.Database, _source.Keys, _source.Clock, BackupFile, Ct);
        await RestoreAsync();
        Assert.NotEmpty(await RowsAsync(_target, "sessions"));
        Assert.Equal(0, await _target.Database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("select count(*) from sessions where revoked_at is null"), Ct));
    }

    [Fact]
    public async Task Production_takes_nothing_of_the_demo()
    {
        var fault = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(refuseDemo: true));
        Assert.Contains("demo", fault.Message, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(_target, "users"));
    }

    [Fact]
    public async Task A_file_that_was_cut_or_altered_anywhere_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(BackupFile, Ct);
        var begin = Array.IndexOf(whole, (byte)'\n') + 1;
        Func<byte[], byte[]>[] changes =
        [
            bytes => bytes[..(bytes.Length / 2)],
            bytes => bytes[..^1],
            bytes => bytes[..begin],
            bytes => [.. bytes, 0],
            bytes => With(bytes, begin),
            bytes => With(bytes, bytes.Length / 2),
            bytes => With(bytes, bytes.Length - 1),
        ];
        foreach (var change in changes)
        {
            await File.WriteAllBytesAsync(BackupFile, whole, Ct);
            await AssertRefusedAsync(change, "换用另一份完好的备份");
        }
    }

    [Fact]
    public async Task A_file_that_is_no_backup_of_this_version_is_refused()
    {
        await AssertRefusedAsync(_ => "hello"u8.ToArray(), "不是本程序的备份文件");
        await AssertRefusedAsync(_ => [], "不是本程序的备份文件");
        await AssertRefusedAsync(_ => [0x1f, 0x8b, 8, 0, 10, 0], "没有加密");
        await AssertRefusedAsync(_ => Encoding.UTF8.GetBytes("{\"backup\":\"ScanDeputy\",\"format\":3,\"key\":\"k1\",\"algorithm\":\"\",\"salt\":\"\",\"proof\":\"\"}\n"), "格式是 3");
    }

    [Fact]
    public Task A_changed_row_is_refused() => AssertRefusedAsync(Edited(text => text.Replace("罗庄区", "兰山区", StringComparison.Ordinal)), "altered");

    [Fact]
    public Task A_missing_row_is_refused() => AssertRefusedAsync(
        Edited(text => string.Join('\n', text.Split('\n').Where((_, i) => i != 3))), "altered");

    [Fact]
    public Task A_missing_last_line_is_refused() => AssertRefusedAsync(Edited(text => text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)]), "ends where");

    [Fact]
    public Task Lines_after_the_last_are_refused() => AssertRefusedAsync(Edited(text => text + "[]\n"), "goes on");

    [Fact]
    public Task A_changed_header_is_refused() => AssertRefusedAsync(Edited(text => text.Replace("\"takenAt\":\"2026", "\"takenAt\":\"2025", StringComparison.Ordinal)), "altered");

    [Fact]
    public Task Another_format_is_refused() => AssertRefusedAsync(Edited(text => text.Replace("{\"format\":2", "{\"format\":3", StringComparison.Ordinal)), "format 3");

    [Fact]
    public async Task Another_schema_is_refused()
    {
        await _target.Database.WriteAsync(scope => scope.ExecuteAsync("insert into schema_migrations (number, name, checksum, applied_at) values (9999, '9999_later', 'x', 0)"), Ct);
        await AssertRefusedAsync(bytes => bytes, "schema");
    }

    [Fact]
    public async Task The_wrong_key_file_is_refused()
    {
        // Another installation's k1; and the key file of before the key that the backup was sealed with.
        await AssertRefusedAsync(_target.Keys, "可能来自另一套系统");
        KeyFile.Write(_source.Keys.File, KeyFile.Add(KeyFile.Read(_source.Keys.File), inUse: true, KeyAlgorithm.Sm4));
        File.Delete(BackupFile);
        await BackupWriter.WriteAsync(_source.Database, _source.Keys, _source.Clock, BackupFile, Ct);
        await AssertRefusedAsync(_target.Keys, "没有这把密钥");
        KeyFile.Write(_target.Keys.File, KeyFile.Add(KeyFile.Read(_target.Keys.File), inUse: true, KeyAlgorithm.Aes));
        await AssertRefusedAsync(_target.Keys, "算法");

        // What was sealed with a key of before is read as long as it is in the file.
        KeyFile.Write(_source.Keys.File, KeyFile.Use(KeyFile.Read(_source.Keys.File), "k1")!);
        await RestoreAsync();
    }

    [Fact]
    public void Every_table_is_backed_up_or_left_out_on_purpose() => Assert.Equal(
        TableOwners.Of.Keys.Append("schema_lock").Order(StringComparer.Ordinal), BackupTables.InOrder.Concat(BackupTables.LeftOut).Order(StringComparer.Ordinal));

    private async Task AssertRefusedAsync(KeyRing keys, string words)
    {
        var fault = await Assert.ThrowsAsync<BackupException>(() => BackupReader.RestoreAsync(_target.Database, keys, _target.Clock, BackupFile, false, Ct));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private static byte[] With(byte[] bytes, int at)
    {
        byte[] altered = [.. bytes];
        altered[at] ^= 1;
        return altered;
    }

    private Task<BackupReport> RestoreAsync() => RestoreAsync(refuseDemo: false);

    private Task<BackupReport> RestoreAsync(bool refuseDemo) =>
        BackupReader.RestoreAsync(_target.Database, _source.Keys, _target.Clock, BackupFile, refuseDemo, Ct);

    private async Task AssertRefusedAsync(Func<byte[], byte[]> change, string words)
    {
        await File.WriteAllBytesAsync(BackupFile, change(await File.ReadAllBytesAsync(BackupFile, Ct)), Ct);
        var fault = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(refuseDemo: false));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        // What the program itself writes down when it migrates is there before.
        foreach (var table in BackupTables.InOrder)
            Assert.All(await RowsAsync(_target, table), row => Assert.StartsWith("id=published-", row, StringComparison.Ordinal));
    }

    /// <summary>By somebody who has the key file.</summary>
    private Func<byte[], byte[]> Edited(Func<string, string> edit) => bytes =>
    {
        using var plain = new MemoryStream();
        using (var zip = new GZipStream(new MemoryStream(SealedBytes.Open(_source.Keys, bytes)), CompressionMode.Decompress))
            zip.CopyTo(plain);
        var before = Encoding.UTF8.GetString(plain.ToArray());
        var after = edit(before);
        Assert.NotEqual(before, after);
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(Encoding.UTF8.GetBytes(after));
        return SealedBytes.Of(_source.Keys, packed.ToArray());
    };

    private static async Task<IReadOnlyList<string>> RowsAsync(SeededDatabase seeded, string table)
    {
        var rows = await seeded.Database.ReadAsync(connection => connection.QueryAsync($"select * from {table}"), Ct);
        return [.. rows.Select(row => string.Join('|', ((IDictionary<string, object?>)row).Select(column => $"{column.Key}={Text(column.Value)}"))).Order(StringComparer.Ordinal)];
    }

    private static string Text(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}";
}
