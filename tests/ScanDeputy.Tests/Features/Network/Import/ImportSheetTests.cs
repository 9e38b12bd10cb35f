using System.IO.Compression;
using System.Text;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Tests.Demo;
using ScanDeputy.Tests.Features.Administration;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Import;

/// <summary>What offices really send: each is read as it was meant, or refused with the file, the row, the column and what to do.</summary>
public sealed class ImportSheetTests : IAsyncLifetime
{
    private const string County = "371399";

    private SeededDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await SeededDatabase.EmptyAsync(TestServer.UsualStart);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_workbook_and_an_archive_say_the_same_as_the_folder_of_files()
    {
        Assert.Empty((await ImportAsync("county.xlsx", ExampleWorkbook())).Faults);
        foreach (var report in new[] { await ImportAsync("county.xlsx", ExampleWorkbook()), await ImportAsync("county.zip", Archive(ExampleFiles())), await FolderAsync() })
        {
            Assert.Empty(report.Faults);
            Assert.Equal(14, report.Files.Count);
            Assert.Equal(0, report.Counts.Values.Sum(count => count.Inserted + count.Updated));
        }
    }

    /// <summary>The example's folder holds its workbook as well.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("A009,另一个局,371399,是\n", false)]
    public async Task The_same_kind_twice_is_taken_when_both_say_the_same(string more, bool taken)
    {
        var files = ExampleFiles();
        files["county.xlsx"] = ExampleWorkbook();
        files["agencies.csv"] = [.. files["agencies.csv"], .. Encoding.UTF8.GetBytes(more)];
        var report = await ImportAsync("county.zip", Archive(files));
        if (taken)
            Assert.Equal(14, report.LeftOut.Count);
        else
            Assert.Contains("请只保留一份", Assert.Single(report.Faults).Remedy, StringComparison.Ordinal);
        Assert.Equal(taken, report.Faults.Count == 0);
    }

    [Fact]
    public async Task The_template_is_read_and_lacks_only_its_rows()
    {
        var report = await ImportAsync("template.xlsx", ImportTemplate.Write());
        Assert.Equal("template.xlsx · 辖区：必须有且只有一行，写明要导入的区县。", Assert.Single(report.Faults) is var fault ? $"{fault.File}：{fault.Fault}" : "");
        Assert.Equal(["template.xlsx · 填写说明"], report.LeftOut);
    }

    /// <summary>The workbook beside the CSV files, with an explanation of every column, says what they say; UPDATE_CONTRACTS=1 writes it anew.</summary>
    [Fact]
    public async Task The_example_s_workbook_says_what_its_files_say()
    {
        var path = Path.Combine(ImportTests.Example, "county.xlsx");
        var sheets = SheetDefinition.All.Select(sheet =>
        {
            var rows = CsvTable.Read(sheet.FileName, File.ReadAllBytes(Path.Combine(ImportTests.Example, sheet.FileName))).Rows;
            return new SheetToWrite(sheet.Title, [.. rows[0].Cells.Select(cell => sheet.LabelOf(cell.Text))], rows.Skip(1).Select(row => (IReadOnlyList<CellToWrite>)[.. row.Cells.Select(cell => (CellToWrite)cell.Text)]));
        });
        var written = WorkbookFile.Write([ImportTemplate.Explanation(), .. sheets]);
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
            await File.WriteAllBytesAsync(path, written, Ct);
        Assert.Equal(Texts(written), Texts(await File.ReadAllBytesAsync(path, Ct)));
        Assert.Empty((await ImportAsync("county.xlsx", await File.ReadAllBytesAsync(path, Ct))).Faults);

        static IEnumerable<string> Texts(byte[] workbook) =>
            Workbook.Read(workbook).SelectMany(table => table.Rows.Select(row => $"{table.Name} {row.Line} {string.Join('|', row.Cells.Select(cell => cell.Text))}"));
    }

    /// <summary>A CSV of agencies in each way in which programs write it.</summary>
    [Theory]
    [InlineData("utf-8", ",", "")]
    [InlineData("utf-8", ";", "")]
    [InlineData("utf-8", "\t", "")]
    [InlineData("utf-8-bom", ",", "")]
    [InlineData("utf-16", "\t", "")]
    [InlineData("utf-16BE", "\t", "")]
    [InlineData("GB18030", ",", "")]
    [InlineData("GB18030", "\t", "")]
    [InlineData("utf-8", ",", ",,,,,")]
    [InlineData("utf-8", ",", "区县承办单位名册\r\n制表：区人大办\r\n")]
    public async Task A_list_is_read_however_it_is_encoded_and_separated(string encoding, string separator, string around)
    {
        var chinese = string.Join("\r\n", ExampleLines("agencies.csv")).Replace("id,name,district,active", "编号,名称（全称）*,区划代码,在用", StringComparison.Ordinal)
            .Replace("示例区综合行政执法局", "示例区𠮷㛃综合行政执法局", StringComparison.Ordinal);
        var text = around.EndsWith('\n') ? around + chinese : chinese.Replace("\r\n", $"{around}\r\n", StringComparison.Ordinal) + $"\r\n{around}\r\n{around}\r\n";
        Encoding writer = encoding switch
        {
            "utf-8" => new UTF8Encoding(false),
            "utf-8-bom" => new UTF8Encoding(true),
            "GB18030" => CodePagesEncodingProvider.Instance.GetEncoding(encoding)!,
            _ => Encoding.GetEncoding(encoding),
        };
        var files = ExampleFiles();
        files["agencies.csv"] = [.. writer.GetPreamble(), .. writer.GetBytes(text.Replace(",", separator, StringComparison.Ordinal))];

        var report = await ImportAsync("county.zip", Archive(files));
        Assert.Empty(report.Faults);
        Assert.Equal(["示例区𠮷㛃综合行政执法局"], await _database.ListAsync<string>("select name from agencies where name like '%综合%'"));
    }

    /// <summary>One cell of the workbook's deputies, staff or reception days: what it is read as, or the fault and a word of the remedy.</summary>
    [Theory]
    [InlineData("staff.csv", "phone", "<c r='{r}'><v>13900990001</v></c>", "13900990001")]
    [InlineData("staff.csv", "phone", "<c r='{r}'><v>1.3900990001E10</v></c>", "13900990001")]
    [InlineData("staff.csv", "phone", "'13900990001", "13900990001")]
    [InlineData("staff.csv", "phone", "１３９ ００９９ ０００１", "13900990001")]
    [InlineData("staff.csv", "phone", "1.3901E+10", "!科学计数法|“文本”格式")]
    [InlineData("staff.csv", "phone", "<c r='{r}'><v>371311001001000123</v></c>", "!超过 15 位|“文本”格式")]
    [InlineData("staff.csv", "phone", "<c r='{r}' t='e'><v>#REF!</v></c>", "!公式的结果|改正公式")]
    [InlineData("staff.csv", "name", "<c r='{r}' t='str'><f>A1</f><v>陈示一</v></c>", "陈示一")]
    [InlineData("staff.csv", "name", "陈　示", "陈示")]
    [InlineData("staff.csv", "name", "阿依古丽•买买提", "阿依古丽·买买提")]
    [InlineData("staff.csv", "name", "阿依古丽・买买提", "阿依古丽·买买提")]
    [InlineData("staff.csv", "name", "𠮷㛃", "𠮷㛃")]
    [InlineData("staff.csv", "name", "John Smith", "John Smith")]
    [InlineData("staff.csv", "name", "=1+1", "=1+1")]
    [InlineData("staff.csv", "user_name", "ｓｌ－d001", "sl-d001")]
    [InlineData("staff.csv", "user_name", "1E+10", "!科学计数法|“文本”格式")]
    [InlineData("reception_days.csv", "date", "<c r='{r}' s='1'><v>46183</v></c>", "2026-06-10")]
    [InlineData("reception_days.csv", "date", "<c r='{r}'><v>46183</v></c>", "2026-06-10")]
    [InlineData("reception_days.csv", "date", "2026.6.10", "2026-06-10")]
    [InlineData("reception_days.csv", "date", "2026年6月10日", "2026-06-10")]
    [InlineData("reception_days.csv", "date", "2026/06/10", "2026-06-10")]
    [InlineData("reception_days.csv", "date", "２０２６-6-10", "2026-06-10")]
    [InlineData("reception_days.csv", "date", "20260610", "2026-06-10")]
    [InlineData("reception_days.csv", "date", "10/6/2026", "!不是日期|2026-05-20")]
    [InlineData("reception_days.csv", "date", "2026.2.30", "!不是日期|2026-05-20")]
    [InlineData("stations.csv", "district", "<c r='{r}'><v>371399001</v></c>", "371399001000")]
    [InlineData("stations.csv", "district", "<c r='{r}'><v>3.7139900100123E17</v></c>", "!超过 15 位|“文本”格式")]
    [InlineData("stations.csv", "lat", "<c r='{r}'><v>35.012345000000003</v></c>", "35.012345")]
    [InlineData("stations.csv", "kind", "营商环境监测点", "Business")]
    public async Task A_cell_is_read_as_it_was_meant_or_refused(string file, string column, string cell, string expected)
    {
        var report = await ImportAsync("county.xlsx", ExampleWorkbook((file, column, cell)));
        if (expected.StartsWith('!'))
        {
            var (fault, remedy) = (expected[1..].Split('|')[0], expected.Split('|')[1]);
            var found = Assert.Single(report.Faults);
            Assert.Equal(2, found.Line);
            Assert.Equal(SheetDefinition.Find(Path.GetFileNameWithoutExtension(file))!.LabelOf(column), found.Column);
            Assert.Contains(fault, found.Fault, StringComparison.Ordinal);
            Assert.Contains(remedy, found.Remedy, StringComparison.Ordinal);
            Assert.Equal(0, await _database.ValueAsync<long>("select count(*) from stations"));
            return;
        }

        Assert.Empty(report.Faults);
        Assert.Equal(expected, await StoredAsync(file, column));
    }

    /// <summary>A sheet that is put together as it is printed.</summary>
    [Theory]
    [InlineData("<mergeCell ref='C3:C4'/>", "", "")]
    [InlineData("<mergeCell ref='A3:B3'/>", "", "3 编号 合并单元格")]
    [InlineData("", "<cols><col min='3' max='3' width='9' hidden='1'/></cols>", "3 区划代码 隐藏")]
    public async Task Two_header_rows_and_merged_or_hidden_cells(string merged, string columns, string fault)
    {
        var example = ExampleLines("agencies.csv").Select(line => line.Split(',')).ToList();
        var filled = example.Select((row, i) => i == 2 && fault.Length == 0 ? [row[0], row[1], "", row[3]] : row).ToList();
        var xml = columns + RawWorkbook.Rows([["承办单位名册"], ["编号", "名称", "区划代码", "在用"], .. filled[1..]]) + $"<mergeCells><mergeCell ref='A1:D1'/>{merged}</mergeCells>";
        var files = ExampleFiles();
        files.Remove("agencies.csv");
        files["承办单位.xlsx"] = RawWorkbook.Of(("Sheet1", xml));
        var report = await ImportAsync("county.zip", Archive(files));
        if (fault.Length == 0)
            Assert.Empty(report.Faults);
        else
            Assert.Contains(report.Faults, found => $"{found.Line} {found.Column}" == fault[..fault.LastIndexOf(' ')] && found.Fault.Contains(fault[(fault.LastIndexOf(' ') + 1)..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("county.xls", "D0CF11E0A1B11AE1", "旧版")]
    [InlineData("county.xlsx", "D0CF11E0A1B11AE1", "旧版")]
    [InlineData("county.et", "D0CF11E0A1B11AE1", "旧版")]
    [InlineData("county.xlsx", "504B0304", "无法作为 .xlsx")]
    [InlineData("county.zip", "504B0304", "无法作为 ZIP")]
    [InlineData("county.pdf", "25504446", "不认识这个文件")]
    public async Task A_file_of_another_kind_is_refused_with_what_to_do(string name, string bytes, string fault)
    {
        var found = Assert.Single((await ImportAsync(name, Convert.FromHexString(bytes))).Faults, found => found.File == name);
        Assert.Contains(fault, found.Fault, StringComparison.Ordinal);
        Assert.StartsWith("请", found.Remedy, StringComparison.Ordinal);
    }

    /// <summary>Half a gigabyte of blanks in half a megabyte, whatever the archive says of its size.</summary>
    [Theory]
    [InlineData("county.xlsx")]
    [InlineData("county.zip")]
    public async Task A_file_that_unpacks_to_more_than_the_machine_has_is_not_unpacked(string name)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open();
            var blanks = new byte[1024 * 1024];
            for (var i = 0; i < 512; i++)
                await entry.WriteAsync(blanks, Ct);
        }

        var found = Assert.Single((await ImportAsync(name, stream.ToArray())).Faults, found => found.File == name);
        Assert.Contains("256 MB", found.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_read_and_each_faulty_one_is_named()
    {
        var files = ExampleFiles();
        files["station_deputies.csv"] = Encoding.UTF8.GetBytes("station,deputy,position\n" + string.Concat(Enumerable.Range(1, 100_000).Select(i => $"S001,D{i},1\n")));
        var report = await ImportAsync("county.zip", Archive(files));
        Assert.Equal(100_000, report.Files["station_deputies.csv"]);
        Assert.Equal(100_000, report.Faults.Count);
        Assert.Equal((100_001, "D100000"), (report.Faults[^1].Line, report.Faults[^1].Value));
    }

    /// <summary>Put right in the copy itself, it is taken.</summary>
    [Fact]
    public async Task A_marked_copy_shows_each_fault_beside_its_cell_and_can_be_handed_in_again()
    {
        var broken = ExampleWorkbook(("staff.csv", "phone", "1390099"), ("stations.csv", "kind", "驿站"));
        var faults = (await ImportAsync("county.xlsx", broken)).Faults;
        Assert.Equal(2, faults.Count);
        var marked = Workbook.Read(MarkedCopy.Write(new ImportFile("county.xlsx", broken), faults));

        var staff = marked.Single(table => table.Name == "人员");
        var (titles, row) = (staff.Rows[0].Cells, staff.Rows[1].Cells);
        var phone = titles.ToList().FindIndex(cell => cell.Text == "手机号");
        Assert.Equal("1390099", row[phone].Text);
        Assert.Equal("※问题", titles[phone + 1].Text);
        Assert.Equal("不是 11 位手机号。请核对后填写 11 位数字，不加空格；没有的留空。", row[phone + 1].Text);
        Assert.Equal(3, marked[0].Rows.Count);

        var mended = marked.Select(table => new SheetToWrite(
            table.Name, [.. table.Rows[0].Cells.Select(cell => cell.Text)],
            table.Rows.Skip(1).Select(line => (IReadOnlyList<CellToWrite>)[.. line.Cells.Select(cell => (CellToWrite)cell.Text.Replace("驿站", "联络站", StringComparison.Ordinal))])));
        var again = WorkbookFile.Write(mended);
        Assert.Equal("手机号", Assert.Single((await ImportAsync("county.xlsx", again)).Faults).Column);
    }

    [Fact]
    public async Task A_cell_that_looks_like_a_formula_leaves_as_text()
    {
        string[] cells = ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "普通"];
        var sheet = new SheetToWrite("测试", ["甲", "乙", "丙", "丁", "戊", "己"], [[.. cells.Select(cell => (CellToWrite)cell)]]);
        var csv = Encoding.UTF8.GetString(CsvFile.Write(sheet));
        Assert.All(csv.Split("\r\n")[1].Split(',')[..5], field => Assert.StartsWith("'", field.TrimStart('"'), StringComparison.Ordinal));

        // Read again, both say what was written.
        Assert.Equal(cells.Select(cell => cell.Trim()), Workbook.Read(WorkbookFile.Write(sheet))[0].Rows[1].Cells.Select(cell => cell.Text));
        Assert.Equal(cells.Select(cell => cell.Trim()), CsvTable.Read("a.csv", CsvFile.Write(sheet)).Rows[1].Cells.Select(cell => cell.Text));
        using var archive = new ZipArchive(new MemoryStream(WorkbookFile.Write(sheet)));
        using var xml = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")?.Open() ?? archive.Entries.First(entry => entry.FullName.Contains("worksheets", StringComparison.Ordinal)).Open());
        Assert.DoesNotContain("<x:f>", await xml.ReadToEndAsync(Ct), StringComparison.Ordinal);
    }

    private Task<ImportReport> ImportAsync(string name, byte[] bytes) =>
        _database.Import().RunAsync(
            new ImportFile(name, bytes), new Server.Features.People.Access.CurrentUser("admin", "", null, [ScanDeputy.Domain.Stages.Role.Administrator], County, null, null, [], null, null), dryRun: false, null, Ct);

    private Task<ImportReport> FolderAsync()
    {
        var faults = new Dictionary<string, byte[]>(ExampleFiles(), StringComparer.Ordinal);
        var folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
        foreach (var (name, bytes) in faults)
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return _database.Import().RunAsync(folder, dryRun: true, null, Ct);
    }

    private async Task<string> StoredAsync(string file, string column) => (file, column) switch
    {
        ("staff.csv", "user_name") => await _database.ValueAsync<string>("select user_name from users where user_name = 'sl-d001'"),
        ("staff.csv", "name") => _database.Crypto.Decrypt(Server.Platform.Security.PersonalDataPurpose.Name, await _database.ValueAsync<string>("select name_encrypted from users where user_name = 'sl-d001'")),
        ("staff.csv", "phone") => _database.Crypto.Decrypt(Server.Platform.Security.PersonalDataPurpose.Phone, await _database.ValueAsync<string>("select phone_encrypted from users where user_name = 'sl-d001'")),
        ("reception_days.csv", _) => await _database.ValueAsync<string>("select min(held_on) from reception_days"),
        ("stations.csv", "lat") => (await _database.ValueAsync<double>("select lat from stations where name = '东山街道人大代表联络站'")).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => await _database.ValueAsync<string>($"select {column} from stations where name = '东山街道人大代表联络站'"),
    };

    /// <summary>The example as a workbook with Chinese titles; some cells of first rows replaced.</summary>
    private static byte[] ExampleWorkbook(params IReadOnlyList<(string File, string Column, string Cell)> changes) => RawWorkbook.Of(SheetDefinition.All.Select(sheet =>
    {
        var lines = ExampleLines(sheet.FileName).Select(line => line.Split(',')).ToList();
        var header = lines[0];
        foreach (var (_, column, cell) in changes.Where(change => change.File == sheet.FileName))
            lines[1][Array.IndexOf(header, column)] = cell;
        return (sheet.Title, RawWorkbook.Rows([header.Select(sheet.LabelOf), .. lines[1..]]));
    }));

    private static string[] ExampleLines(string file) => [.. File.ReadAllLines(Path.Combine(ImportTests.Example, file)).Select(line => line.Replace("\"每周二、周四，行程提前公布\"", "每周二、周四，行程提前公布", StringComparison.Ordinal))];

    private static Dictionary<string, byte[]> ExampleFiles() =>
        Directory.GetFiles(ImportTests.Example, "*.csv").ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes, StringComparer.Ordinal);

    private static byte[] Archive(Dictionary<string, byte[]> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
