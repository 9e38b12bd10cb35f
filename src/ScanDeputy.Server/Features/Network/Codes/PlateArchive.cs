using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Bulk;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>
/// The ZIP of plates: each as an SVG of true size, its plain code as a PNG for shops with a layout of their own, a page that prints all of them, and
/// a list. A code that was taken back since it was asked for is left out.
/// </summary>
internal sealed class PlateArchive(Database database, CodePictures.Handler pictures, AdministerPlateStyle.Handler styles, TimeProvider clock) : IBulkWork
{
    private const int AtOnce = 25;
    private const int AskedAtOnce = 8;
    private const int CodePixels = 1000;
    private const int LongestName = 60;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("\\/:*?\"<>|#%&+");

    public string Kind => PrintPlates.Kind;

    public async Task<bool> RunAsync(BulkJobRow job, BulkRun run, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<PrintPlates.Order>(job.Request, ApiJson.Options)!;
        var format = PlateFormat.Find(order.Format)!;
        var (drawn, done, asks) = (new List<Drawn>(order.Codes.Count), 0, Plate.ShowsBoth(format));
        var style = await styles.FindAsync(job.Jurisdiction, ct);
        using (var zip = new ZipArchive(run.Output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var some in order.Codes.Chunk(AtOnce))
            {
                var texts = await LoadAsync(some, job.Jurisdiction, order.Host, ct);
                var miniPrograms = asks ? await AskAsync(some, ct) : [];
                // When WeChat draws none of so many it is away: the plain code opens the mini-program as well, and nobody waits for hours.
                asks = asks && !miniPrograms.IsEmpty;
                foreach (var (code, text) in some.Where(texts.ContainsKey).Select(code => (code, texts[code])))
                {
                    var name = NameOf(drawn.Count + 1, text, code);
                    Write(zip, $"站牌/{name}.svg", Encoding.UTF8.GetBytes(Plate.Svg(format, text with { MiniProgram = miniPrograms.GetValueOrDefault(code), Style = style })));
                    Write(zip, $"二维码/{name}.png", QrPicture.Png(text.Url, CodePixels));
                    drawn.Add(new Drawn(name, text, miniPrograms.ContainsKey(code)));
                }

                done += some.Length;
                if (!await run.StepAsync(done, ct))
                    return false;
            }

            Write(zip, "打印.html", Encoding.UTF8.GetBytes(Page(format, drawn)));
            Write(zip, "清单.csv", CsvFile.Write(new SheetToWrite("清单", ["文件", "联络站", "张贴位置", "编码", "网址", "含小程序码"], drawn.Select(one => one.Line))));
        }

        return true;
    }

    private async Task<Dictionary<string, PlateText>> LoadAsync(string[] codes, string jurisdiction, string host, CancellationToken ct) =>
        (await database.ReadAsync(connection => connection.QueryAsync<(string Code, string Placement, string Station, string? Deputy)>(Select, new { codes, jurisdiction }), ct)).ToDictionary(
            row => row.Code,
            row => new PlateText(PlateText.NameOf(row.Station, row.Deputy), row.Placement, StationCode.TryParse(row.Code, out var code) ? code.Display : row.Code, CodeAddress.Of(row.Code, host), null),
            StringComparer.Ordinal);

    private async Task<ConcurrentDictionary<string, byte[]>> AskAsync(string[] codes, CancellationToken ct)
    {
        var got = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(codes, new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = ct }, async (code, token) =>
        {
            if (await pictures.MiniProgramAsync(code, token) is { } picture)
                got[code] = picture;
        });
        return got;
    }

    private void Write(ZipArchive zip, string name, byte[] bytes)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = clock.GetUtcNow().ToOffset(ChinaTime.Offset);
        using var stream = entry.Open();
        stream.Write(bytes);
    }

    /// <summary>One that every system takes as a file's name.</summary>
    private static string NameOf(int number, PlateText text, string code)
    {
        var said = new StringBuilder();
        foreach (var rune in $"{text.Station}-{text.Placement}".EnumerateRunes())
        {
            if (said.Length >= LongestName)
                break;
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format) && !Rune.IsWhiteSpace(rune) && !(rune.IsBmp && NotInNames.Contains((char)rune.Value)))
                said.Append(rune.ToString());
        }

        return string.Create(CultureInfo.InvariantCulture, $"{number:0000}-{said}-{code}");
    }

    private static string Page(PlateFormat format, IEnumerable<Drawn> drawn)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="zh-CN">
            <head><meta charset="utf-8"><title>{{NetworkTexts.Of("plate.title")}}</title>
            <style>@page { size: {{format.Width}}mm {{format.Height}}mm; margin: 0 } body { margin: 0 } img { display: block; width: {{format.Width}}mm; height: {{format.Height}}mm; break-after: page }</style></head>
            <body>

            """);
        foreach (var one in drawn)
            page.Append(CultureInfo.InvariantCulture, $"<img src=\"{PrintHtml.Encode($"站牌/{one.Name}.svg")}\" alt=\"{PrintHtml.Encode(one.Text.Station)}\">\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    private sealed record Drawn(string Name, PlateText Text, bool Both)
    {
        public IReadOnlyList<CellToWrite> Line => [$"{Name}.svg", Text.Station, Text.Placement, Text.Code, Text.Url, Both ? "是" : "否"];
    }

    private const string Select = $"""
        select c.code, c.placement, s.name, p.name from station_codes c join stations s on s.id = c.station_id left join deputies p on p.id = c.deputy_id
        where c.code in @codes and s.jurisdiction = @jurisdiction and s.active = 1 and c.status = '{nameof(CodeStatus.Active)}'
        """;
}
