using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network;

/// <summary>Plates of many codes are drawn in the background into one ZIP.</summary>
public sealed class PlateArchiveTests : IAsyncLifetime
{
    private const string Plates = "/api/v1/admin/plates";

    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private List<string> _stations = [];

    private Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        _stations = [.. (await _admin.GetAsync("/api/v1/admin/stations?limit=100"))["items"].AsArray().Select(station => (string)station!["id"]!)];
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("a4-1")]
    [InlineData("card")]
    public async Task The_zip_has_a_plate_and_a_code_for_each_a_page_and_a_list(string format)
    {
        var codes = await IssueAsync(_stations.Take(30).ToList());
        await WriteAsync("update stations set name = '双湖/街道:\"中心\"站' where id = @Id", new { Id = _stations[0] });
        var asked = (await _admin.PostAsync(Plates, new { codes, format }, key: "zip-1")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(("waiting", 0, 30), ((string)asked["state"]!, (int)asked["done"]!, (int)asked["of"]!));
        Assert.Equal((string)asked["jobId"]!, (string)(await _admin.PostAsync(Plates, new { codes, format }, key: "zip-1")).Expect(HttpStatusCode.Accepted)["jobId"]!);
        (await _admin.GetAsync($"/api/v1/jobs/{asked["jobId"]}/file")).Expect(HttpStatusCode.NotFound, "not_found");
        // Taken back before it was drawn.
        await WriteAsync("update station_codes set status = 'Revoked' where code = @Code", new { Code = codes[29] });

        await RunAsync();
        var done = (await _admin.GetAsync($"/api/v1/jobs/{asked["jobId"]}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("done", 30), ((string)done["state"]!, (int)done["done"]!));
        using var zip = new ZipArchive(new MemoryStream(await _admin.BytesAsync((string)done["url"]!)));
        var plates = zip.Entries.Where(entry => entry.FullName.StartsWith("站牌/", StringComparison.Ordinal)).ToList();
        Assert.Equal((29, 29, 60), (plates.Count, zip.Entries.Count(entry => entry.FullName.StartsWith("二维码/", StringComparison.Ordinal)), zip.Entries.Count));
        Assert.All(plates, plate => Assert.Matches(@"^站牌/\d{4}-[^\\/:*?""<>|]+-[0-9A-Z]{11}\.svg$", plate.FullName));
        Assert.Equal(format == "a4-1", Read(plates[0]).Contains("data:image/png;base64,", StringComparison.Ordinal));
        Assert.Contains(plates, plate => plate.FullName.Contains("双湖街道中心站", StringComparison.Ordinal));
        var page = Read(zip.GetEntry("打印.html")!);
        Assert.All(plates, plate => Assert.Contains(plate.FullName, page, StringComparison.Ordinal));
        var list = Read(zip.GetEntry("清单.csv")!);
        Assert.All(codes.Take(29), code => Assert.Contains($"/s/{code}", list, StringComparison.Ordinal));
        Assert.DoesNotContain(codes[29], list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_of_the_jurisdiction_see_it_and_the_file_goes_after_a_day()
    {
        var job = await AskAsync(new { stationIds = _stations.Take(3), format = "card" });
        await RunAsync();
        using (var neighbour = await _server.AsAsync("admin-2"))
        {
            (await neighbour.GetAsync($"/api/v1/jobs/{job}")).Expect(HttpStatusCode.NotFound, "not_found");
            (await neighbour.GetAsync($"/api/v1/jobs/{job}/file")).Expect(HttpStatusCode.NotFound, "not_found");
            (await neighbour.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/jobs/{job}"))).Expect(HttpStatusCode.NotFound, "not_found");
            var foreign = (await neighbour.PostAsync(Plates, new { stationIds = _stations.Take(1), format = "card" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
            Assert.NotNull(foreign["errors"]["stationIds[0]"]);
        }

        Assert.Equal("done", (string)(await _admin.GetAsync($"/api/v1/jobs/{job}")).Expect(HttpStatusCode.OK)["state"]!);
        using (var clock = _server.Anonymous())
            (await clock.AdvanceAsync("PT25H")).Expect(HttpStatusCode.OK);
        using (var later = await _server.AsAsync("admin-1"))
            (await later.GetAsync($"/api/v1/jobs/{job}")).Expect(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("select count(*) from bulk_files"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_cancels_gets_no_file(bool afterwards)
    {
        var job = await AskAsync(new { stationIds = _stations.Take(3), format = "card" });
        if (afterwards)
            await RunAsync();
        for (var time = 0; time < 2; time++)
        {
            var answer = (await _admin.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/jobs/{job}"))).Expect(HttpStatusCode.OK);
            Assert.Equal(("cancelled", null), ((string)answer["state"]!, (string?)answer.Body!["url"]));
        }

        await RunAsync();
        Assert.Equal("cancelled", (string)(await _admin.GetAsync($"/api/v1/jobs/{job}")).Expect(HttpStatusCode.OK)["state"]!);
        (await _admin.GetAsync($"/api/v1/jobs/{job}/file")).Expect(HttpStatusCode.NotFound, "not_found");
    }

    /// <summary>A worker that died left a lease and half a file: another one begins anew when the lease has run out, and not before.</summary>
    [Fact]
    public async Task What_a_dead_worker_left_is_done_anew()
    {
        var job = await AskAsync(new { stationIds = _stations.Take(3), format = "card" });
        var now = _server.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await WriteAsync("update bulk_jobs set state = 'running', lease = 'dead', done = 2, parts = 1, due_at = @Until where id = @job", new { job, Until = now.AddMinutes(1) });
        await WriteAsync("insert into bulk_files (job_id, part, bytes) values (@job, 1, @Bytes)", new { job, Bytes = new byte[] { 1, 2, 3 } });
        await RunAsync();
        Assert.Equal("running", (string)(await _admin.GetAsync($"/api/v1/jobs/{job}"))["state"]!);
        await WriteAsync("update bulk_jobs set due_at = @now where id = @job", new { job, now });
        await RunAsync();
        using var zip = new ZipArchive(new MemoryStream(await _admin.BytesAsync($"/api/v1/jobs/{job}/file")));
        Assert.NotNull(zip.GetEntry("清单.csv"));
    }

    [Fact]
    public async Task Two_workers_at_once_do_a_job_once()
    {
        var job = await AskAsync(new { stationIds = _stations.Take(30), format = "a4-12" });
        var sweep = _server.Services.GetServices<ISweep>().Single(one => one.Name == "bulk-jobs");
        var turns = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => sweep.RunAsync(CancellationToken.None))));
        Assert.Equal(1, turns.Sum());
        using var zip = new ZipArchive(new MemoryStream(await _admin.BytesAsync($"/api/v1/jobs/{job}/file")));
        Assert.NotNull(zip.GetEntry("清单.csv"));
    }

    [Theory]
    [InlineData("""{ "format": "card" }""", "stationIds")]
    [InlineData("""{ "format": "card", "stationIds": [] }""", "stationIds")]
    [InlineData("""{ "format": "card", "stationIds": ["a"], "codes": ["b"] }""", "stationIds")]
    [InlineData("""{ "format": "card", "codes": ["b"] }""", "codes[0]")]
    [InlineData("""{ "format": "a3", "codes": ["b"] }""", "format")]
    public async Task What_cannot_be_printed_is_named(string body, string field)
    {
        var answer = (await _admin.PostAsync(Plates, JsonNode.Parse(body))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.NotNull(answer["errors"][field]);
    }

    [Fact]
    public async Task A_thousand_plates_take_less_than_half_a_minute()
    {
        if (Environment.GetEnvironmentVariable("SCANDEPUTY_LONG") != "1")
            Assert.Skip("Long: set SCANDEPUTY_LONG=1.");
        var codes = new List<string>();
        while (codes.Count < 1000)
            codes.AddRange(await IssueAsync(_stations.Take(40).ToList()));
        foreach (var format in (string[])["a4-1", "a4-12"])
        {
            var job = await AskAsync(new { codes, format });
            var watch = Stopwatch.StartNew();
            await RunAsync();
            watch.Stop();
            var bytes = await _admin.BytesAsync($"/api/v1/jobs/{job}/file");
            TestContext.Current.TestOutputHelper!.WriteLine($"{format}: {watch.Elapsed.TotalSeconds:0.0} s, {bytes.Length / 1024} kB");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{format}: {watch.Elapsed}");
        }
    }

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private async Task<string> AskAsync(object request) => (string)(await _admin.PostAsync(Plates, request)).Expect(HttpStatusCode.Accepted)["jobId"]!;

    private async Task<List<string>> IssueAsync(IReadOnlyList<string> stationIds) =>
        [.. (await _admin.PostAsync("/api/v1/admin/codes/batch", new { stationIds, placement = "大门口" })).Expect(HttpStatusCode.Created)["items"].AsArray().Select(item => (string)item!["code"]!)];

    private Task RunAsync() => _server.Services.GetServices<ISweep>().Single(one => one.Name == "bulk-jobs").RunAsync(CancellationToken.None);

    private Task WriteAsync(string sql, object values) => Database.WriteAsync(scope => scope.ExecuteAsync(sql, values), TestContext.Current.CancellationToken);
}
