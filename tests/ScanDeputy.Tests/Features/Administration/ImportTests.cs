using System.Runtime.CompilerServices;
using System.Text;
using ScanDeputy.Server.Features.Administration.Backup;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Tests.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

public sealed class ImportTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private SeededDatabase _database = null!;

    public static string Example { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../../infra/import-example"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(Example, "*.csv"))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        _database = await SeededDatabase.EmptyAsync(TestServer.UsualStart);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_changed_row_changes_its_row_and_nothing_else()
    {
        Assert.Empty((await ImportAsync()).Faults);
        await EditAsync("stations.csv", "东山街道人大代表联络站", "东山街道人大代表之家");
        await EditAsync("deputies.csv", "第二十届市人大代表,,,是", "第二十届市人大代表,,,否");
        await EditAsync("staff.csv", "13900990041,管理员|审计", "13900990042,管理员");
        await EditAsync("agency_rules.csv", "371399,371399-manhole,A002", "371399,371399-manhole,A001");

        var report = await ImportAsync();
        Assert.Empty(report.Faults);
        Assert.Empty(report.Codes);
        Assert.All(report.Counts.Values, count => Assert.Equal(0, count.Inserted));
        Assert.Equal(
            ["agency_rules", "deputies", "stations", "user_roles", "users"], report.Counts.Where(count => count.Value.Updated == 1).Select(count => count.Key));
        Assert.Equal(5, report.Counts.Values.Sum(count => count.Updated));
        Assert.Equal(["Administrator"], await _database.ListAsync<string>("select r.role from user_roles r join users u on u.id = r.user_id where u.user_name = 'sl-admin'"));
        Assert.Equal(3, await _database.ValueAsync<long>("select count(*) from deputies"));
        Assert.Equal(2, await _database.ValueAsync<long>("select count(*) from deputies where active = 1"));
        Assert.Equal(14, await _database.ValueAsync<long>("select count(*) from users where password_hash is null"));
        Assert.All(
            await _database.ListAsync<(string Name, string Address, string Folded)>("select name, address, search_text from stations"),
            station => Assert.Equal(SearchText.Of(station.Name, station.Address), station.Folded));
    }

    [Theory]
    [InlineData("stations.csv", "S002,西河镇", "S001,西河镇", "stations.csv 第 3 行 id 列：与第 2 行重复")]
    [InlineData("stations.csv", ",联络站,", ",驿站,", "stations.csv 第 2 行 kind 列：“驿站”不在可选范围内。可选：中心站、联络站")]
    [InlineData("stations.csv", "35.012345", "118.9", "stations.csv 第 2 行 lat 列：“118.9”不是 3 到 54 之间的度数")]
    [InlineData("stations.csv", "id,name,kind", "id,站名,kind", "stations.csv 第 1 行 name 列：缺少这一列")]
    [InlineData("stations.csv", "id,name,kind", "id,站名,kind", "stations.csv 第 1 行 站名 列：不认识这一列")]
    [InlineData("stations.csv", "id,name,kind", "id,name,name,kind", "stations.csv 第 1 行 name 列：这一列出现了不止一次")]
    [InlineData("stations.csv", "S003,示例区人大代表流动站", "S003,\"示例区人大代表流动站", "stations.csv 第 4 行：无法读取：引号不成对")]
    [InlineData("stations.csv", "周一至周五 8:30–17:30,是", "周一至周五,8:30–17:30,是", "stations.csv 第 2 行：表头有 26 列，这一行有 27 列")]
    [InlineData("districts.csv", "371399,示例区\n", "", "districts.csv 第 4 行 code 列：缺少上级区划 371399")]
    [InlineData("districts.csv", "371399001,", "37139900,", "districts.csv 第 5 行 code 列：“37139900”不是统计用区划代码")]
    [InlineData("station_deputies.csv", "S001,D003,2", "S001,D009,2", "station_deputies.csv 第 3 行 deputy 列：找不到“D009”。请先在 deputies.csv 中加上它")]
    [InlineData("station_deputies.csv", "S001,D003,2", "S001,D003,二", "station_deputies.csv 第 3 行 position 列：“二”不是 1 到 10000 之间的整数")]
    [InlineData("agency_rules.csv", "371399-light,A001", "371399-lamp,A001", "agency_rules.csv 第 2 行 category 列：找不到“371399-lamp”")]
    [InlineData("agency_rules.csv", "371399101,371399-manhole", "371399102,371399-manhole", "agency_rules.csv 第 4 行 district 列：找不到“371399102000”")]
    [InlineData("agencies.csv", "A001,", "A 01,", "agencies.csv 第 2 行 id 列：“A 01”只能用英文字母")]
    [InlineData("reception_days.csv", "2026-06-24", "2026-06-31", "reception_days.csv 第 3 行 date 列：“2026-06-31”不是日期")]
    [InlineData("categories.csv", "路灯照明", "", "categories.csv 第 2 行 name 列：不能为空")]
    [InlineData("deputies.csv", ",是\nD002", ",在任\nD002", "deputies.csv 第 2 行 active 列：“在任”只能是“是”或“否”")]
    [InlineData("staff.csv", "13900990002", "13900990001", "staff.csv 第 3 行 phone 列：与第 2 行重复")]
    [InlineData("staff.csv", "13900990002", "1390099", "staff.csv 第 3 行 phone 列：不是 11 位手机号")]
    [InlineData("staff.csv", "督办,,,,2", "督办,,,,", "staff.csv 第 12 行 supervisor_level 列：角色与 supervisor_level 列不符")]
    [InlineData("staff.csv", "代表,D002", "代表,", "staff.csv 第 3 行 deputy 列：角色与 deputy 列不符")]
    [InlineData("staff.csv", "管理员|审计", "居民", "staff.csv 第 14 行 roles 列：“居民”不在可选范围内")]
    [InlineData("staff.csv", "管理员|审计,,,,,是,", "管理员|审计,,,,,是,371399001", "staff.csv 第 14 行 roles 列：“管理员”不能只属于一个乡镇（街道）。只有人大代表工作机构、政府办、督办、审计可以填写 town 列")]
    [InlineData("staff.csv", "代表,D002,,,,是,", "代表,D002,,,,是,371399001", "staff.csv 第 3 行 roles 列：“代表”不能只属于一个乡镇（街道）")]
    [InlineData("staff.csv", "承办单位,,A001,,,是,", "承办单位,,A001,,,是,371399001", "staff.csv 第 8 行 roles 列：“承办单位”不能只属于一个乡镇（街道）")]
    [InlineData("staff.csv", ",,,S001,,是,", ",,,S001,,是,371399001", "staff.csv 第 5 行 roles 列：“站长/联络员”不能只属于一个乡镇（街道）")]
    [InlineData("staff.csv", "371399101", "371399", "staff.csv 第 15 行 town 列：“371399”不是乡镇（街道）的区划代码")]
    [InlineData("staff.csv", "371399101", "371399101201", "staff.csv 第 15 行 town 列：“371399101201”不是乡镇（街道）的区划代码")]
    [InlineData("staff.csv", "371399101", "371398101", "staff.csv 第 15 行 town 列：“371398101000”不在 371399 之内")]
    [InlineData("staff.csv", "371399101", "371399102", "staff.csv 第 15 行 town 列：找不到“371399102000”。请先在 districts.csv 中加上它")]
    [InlineData("jurisdiction.csv", "371399,示例区,SL", "", "jurisdiction.csv：必须有且只有一行")]
    public async Task A_fault_is_said_with_its_place_and_nothing_is_written(string file, string was, string becomes, string words)
    {
        await EditAsync(file, was, becomes);
        var report = await ImportAsync();
        Assert.Contains(report.Faults, fault => fault.ToString().StartsWith(words, StringComparison.Ordinal));
        foreach (var table in BackupTables.InOrder.Except(["calendar_notices"]))
            Assert.Equal(0, await _database.ValueAsync<long>($"select count(*) from {table}"));
    }

    [Theory]
    [InlineData("reception_days (1).csv", "请改成这个名字", "reception_days.csv")]
    [InlineData("Stations.CSV", "请改成这个名字", "stations.csv")]
    [InlineData("staff.xlsx", "另存为 .xlsx", "")]
    [InlineData("staff.xls", "另存为 .xlsx", "")]
    [InlineData("人员.et", "另存为 .xlsx", "")]
    [InlineData("副本staff.csv", "请改成这个名字", "staff.csv")]
    [InlineData("agency_rules.csv.bak", "请改成这个名字", "agency_rules.csv")]
    [InlineData("说明.txt", "请移出这个文件夹", "jurisdiction.csv、districts.csv")]
    public async Task A_file_of_another_name_is_named_and_nothing_is_written(string name, string remedy, string meant)
    {
        File.Copy(Path.Combine(_folder, "reception_days.csv"), Path.Combine(_folder, name));
        var fault = Assert.Single((await ImportAsync()).Faults);
        Assert.Equal(name, fault.File);
        Assert.Contains(remedy, fault.Text, StringComparison.Ordinal);
        Assert.Contains(meant, fault.Text, StringComparison.Ordinal);
        Assert.Equal(0, await _database.ValueAsync<long>("select count(*) from jurisdictions"));
    }

    [Fact]
    public async Task Every_file_of_the_folder_is_in_the_report()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, ".DS_Store"), "", Ct);
        var report = await ImportAsync();
        Assert.Empty(report.Faults);
        Assert.Equal([".DS_Store", .. Directory.GetFiles(Example, "*.csv").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)], report.LeftOut.Concat(report.Files.Keys));
        Assert.Equal(14, report.Files["staff.csv"]);

        Directory.CreateDirectory(Path.Combine(_folder, "新建文件夹"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "agencies.csv"), "", Ct);
        Assert.Equal(["agencies.csv", "新建文件夹"], (await ImportAsync()).Faults.Where(fault => fault.Line is null).Select(fault => fault.File).Order(StringComparer.Ordinal));
    }

    /// <summary>Each file's first data row, in a column of words.</summary>
    [Theory]
    [InlineData("stations.csv", 1)]
    [InlineData("stations.csv", 4)]
    [InlineData("deputies.csv", 1)]
    [InlineData("deputies.csv", 5)]
    [InlineData("agencies.csv", 1)]
    [InlineData("categories.csv", 1)]
    [InlineData("districts.csv", 1)]
    [InlineData("staff.csv", 1)]
    [InlineData("jurisdiction.csv", 1)]
    public async Task Characters_that_nobody_sees_are_refused(string file, int column)
    {
        var path = Path.Combine(_folder, file);
        var lines = await File.ReadAllLinesAsync(path, Ct);
        foreach (var sign in "\0\u0007\u001B\u007F\u0085\u200E\u202E\u2066\uFFFE\uFFFF")
        {
            var fields = lines[1].Split(',');
            fields[column] = $"甲{sign}乙";
            await File.WriteAllLinesAsync(path, [lines[0], string.Join(',', fields), .. lines[2..]], Ct);
            Assert.Contains((await ImportAsync()).Faults, fault => fault.Line == 2 && fault.Column == lines[0].Split(',')[column]);
        }
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.org/a.jpg")]
    [InlineData("photo.jpg")]
    [InlineData("https://")]
    [InlineData("https://example.org/a b.jpg")]
    public async Task A_photo_s_address_is_a_web_address(string address)
    {
        var path = Path.Combine(_folder, "deputies.csv");
        var lines = await File.ReadAllLinesAsync(path, Ct);
        var fields = lines[1].Split(',');
        fields[Array.IndexOf(lines[0].Split(','), "photo_url")] = address;
        await File.WriteAllLinesAsync(path, [lines[0], string.Join(',', fields), .. lines[2..]], Ct);
        Assert.Equal("photo_url", Assert.Single((await ImportAsync()).Faults).Column);
    }

    [Theory]
    [InlineData("lat", "lng")]
    [InlineData("lng", "lat")]
    public async Task A_place_is_whole_or_none(string left, string emptied)
    {
        var path = Path.Combine(_folder, "stations.csv");
        var lines = await File.ReadAllLinesAsync(path, Ct);
        var fields = lines[1].Split(',');
        Assert.NotEmpty(fields[Array.IndexOf(lines[0].Split(','), left)]);
        fields[Array.IndexOf(lines[0].Split(','), emptied)] = "";
        await File.WriteAllLinesAsync(path, [lines[0], string.Join(',', fields), .. lines[2..]], Ct);
        var fault = Assert.Single((await ImportAsync()).Faults);
        Assert.Equal(emptied, fault.Column);
        Assert.Contains($"清空 {left} 列", fault.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10000000000")]
    [InlineData("12345678901")]
    [InlineData("1390099000")]
    [InlineData("139009900011")]
    [InlineData("05391234567")]
    public async Task A_phone_that_cannot_be_is_refused(string phone)
    {
        await EditAsync("staff.csv", "13900990001", phone);
        Assert.Equal("phone", Assert.Single((await ImportAsync()).Faults).Column);
    }

    [Fact]
    public async Task All_faults_are_said_at_once()
    {
        await EditAsync("stations.csv", "35.012345", "x");
        await EditAsync("staff.csv", "13900990001", "1");
        await EditAsync("station_deputies.csv", "S002,D002", "S009,D002");
        Assert.Equal(3, (await ImportAsync()).Faults.Count);
    }

    [Theory]
    [InlineData("+86 139 0099 0001")]
    [InlineData("139-0099-0001")]
    [InlineData("86 13900990001")]
    [InlineData("１３９００９９０００１")]
    public async Task A_phone_is_the_same_however_the_list_writes_it(string written)
    {
        Assert.Empty((await ImportAsync()).Faults);
        await EditAsync("staff.csv", "13900990001", written);
        var report = await ImportAsync();
        Assert.Empty(report.Faults);
        Assert.Equal(0, report.Counts["users"].Updated);
        await EditAsync("staff.csv", "13900990002", "13900990001");
        Assert.StartsWith("staff.csv 第 3 行 phone 列：与第 2 行重复", Assert.Single((await ImportAsync()).Faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10000000000")]
    [InlineData("0539-8123456")]
    [InlineData("400-812-3456")]
    [InlineData("+55 13900990001")]
    public async Task A_staff_phone_is_a_mainland_mobile(string written)
    {
        await EditAsync("staff.csv", "13900990001", written);
        Assert.StartsWith("staff.csv 第 2 行 phone 列：不是 11 位手机号", Assert.Single((await ImportAsync()).Faults).ToString(), StringComparison.Ordinal);
    }

    /// <summary>A duty phone goes to the successor, two people change theirs, a leaver's name of a post goes to somebody new.</summary>
    [Fact]
    public async Task Phones_change_hands_within_one_list()
    {
        Assert.Empty((await ImportAsync()).Faults);
        await EditAsync("staff.csv", "13900990021,承办单位,,A001,,,是", "13900990021,承办单位,,A001,,,否");
        await EditAsync("staff.csv", "13900990022", "13900990021");
        await EditAsync("staff.csv", "13900990031", "x");
        await EditAsync("staff.csv", "13900990032", "13900990031");
        await EditAsync("staff.csv", ",x,", ",13900990032,");
        var report = await ImportAsync();
        Assert.Empty(report.Faults);
        Assert.Equal(4, report.Counts["users"].Updated);
        Assert.Empty((await ImportAsync()).Faults);
        Assert.Equal(0, await _database.ValueAsync<long>("select count(*) from users where active = 0 and phone_hash is not null"));
        Assert.Equal(13, await _database.ValueAsync<long>("select count(distinct phone_hash) from users"));

        await EditAsync("staff.csv", "13900990021,承办单位,,A001,,,否", "13900990029,承办单位,,A001,,,是");
        Assert.Empty((await ImportAsync()).Faults);
        Assert.Equal(0, await _database.ValueAsync<long>("select count(*) from users where user_name = 'sl-a001' and (openid_hash is not null or password_hash is not null)"));
    }

    /// <summary>The first is cut in the middle of a character of GB18030, the second is a picture.</summary>
    [Theory]
    [InlineData("69642C6E616D652C64697374726963742C6163746976650A413030312CB5FF")]
    [InlineData("89504E470D0A1A0A0000000D49484452FFFF")]
    public async Task A_file_that_is_no_text_is_refused(string bytes)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "agencies.csv"), Convert.FromHexString(bytes), Ct);
        Assert.StartsWith("agencies.csv：文件的文字编码无法识别。请在 Excel 或 WPS 中另存为", Assert.Single((await ImportAsync()).Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_and_line_ends_of_Windows_do_no_harm()
    {
        foreach (var file in Directory.GetFiles(_folder))
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("\n", "\r\n", StringComparison.Ordinal), new UTF8Encoding(true), Ct);
        Assert.Empty((await ImportAsync()).Faults);
    }

    [Fact]
    public async Task Another_jurisdiction_may_use_the_same_ids_but_not_the_same_categories_phones_and_user_names()
    {
        Assert.Empty((await ImportAsync()).Faults);
        foreach (var file in Directory.GetFiles(_folder))
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("371399", "371398", StringComparison.Ordinal).Replace("371398-", "371399-", StringComparison.Ordinal), Ct);
        await EditAsync("districts.csv", "371398,示例区", "371398,邻区");
        await EditAsync("staff.csv", "sl-d001", "ln-d001");
        await EditAsync("staff.csv", ",371398101", ",");
        var faults = (await ImportAsync()).Faults.Select(fault => fault.ToString()).ToList();
        Assert.Contains(faults, fault => fault.StartsWith("categories.csv 第 2 行 id 列：“371399-light”已被 371399 使用", StringComparison.Ordinal));

        await EditAsync("categories.csv", "371399-", "371398-");
        await EditAsync("agency_rules.csv", ",371399-", ",371398-");
        await EditAsync("answer_templates.csv", ",371399-", ",371398-");
        faults = [.. (await ImportAsync()).Faults.Select(fault => fault.ToString())];
        Assert.Contains(faults, fault => fault.StartsWith("staff.csv 第 3 行 user_name 列：用户名“sl-d002”已被其他区县使用", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("staff.csv 第 2 行 phone 列：这个手机号已属于另一个账号", StringComparison.Ordinal));
        Assert.Equal(1, await _database.ValueAsync<long>("select count(*) from jurisdictions"));
    }

    [Fact]
    public async Task A_file_without_the_column_leaves_the_towns_and_so_does_not_widen_what_somebody_sees()
    {
        Assert.Empty((await ImportAsync()).Faults);
        Assert.Equal(["371399101000"], await _database.ListAsync<string>("select town from users where town is not null"));
        var path = Path.Combine(_folder, "staff.csv");
        var lines = await File.ReadAllLinesAsync(path, Ct);
        await File.WriteAllLinesAsync(path, lines.Select(line => line[..line.LastIndexOf(',')]), Ct);

        var report = await ImportAsync();
        Assert.Empty(report.Faults);
        Assert.Equal(0, report.Counts.Values.Sum(count => count.Inserted + count.Updated));
        Assert.Equal("371399101000", await _database.ValueAsync<string>("select town from users where user_name = 'sl-town'"));
        await EditAsync("staff.csv", "13900990014,人大代表工作机构", "13900990014,管理员");
        Assert.StartsWith("staff.csv 第 15 行 roles 列：“管理员”不能只属于一个乡镇", Assert.Single((await ImportAsync()).Faults).ToString(), StringComparison.Ordinal);

        // Said to be empty, it is the county's.
        await File.WriteAllLinesAsync(path, lines.Select(line => line.Replace("371399101", "", StringComparison.Ordinal)), Ct);
        Assert.Empty((await ImportAsync()).Faults);
        Assert.Equal(0, await _database.ValueAsync<long>("select count(*) from users where town is not null"));
    }

    private Task<ImportReport> ImportAsync() => _database.Import().RunAsync(_folder, dryRun: false, null, Ct);

    private async Task EditAsync(string file, string was, string becomes)
    {
        var path = Path.Combine(_folder, file);
        var text = await File.ReadAllTextAsync(path, Ct);
        Assert.Contains(was, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(was, becomes, StringComparison.Ordinal), Ct);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
