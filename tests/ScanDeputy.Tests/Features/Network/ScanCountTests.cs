using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network;

/// <summary>Openings of codes are counted by code and day, beside the way of the request.</summary>
public sealed class ScanCountTests : IAsyncLifetime
{
    private const string Phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.49";

    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private HttpClient _http = null!;
    private string _code = "";
    private string _station = "";

    private Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        _http = new HttpClient { BaseAddress = _server.Address };
        _code = await _admin.FirstStationCodeAsync();
        _station = (string)(await _admin.GetAsync($"/api/v1/station-codes/{_code}"))["station"]["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/s/{0}", Phone, null, 1)]
    [InlineData("GET", "/api/v1/station-codes/{0}", Phone, null, 1)]
    [InlineData("HEAD", "/s/{0}", Phone, null, 0)]
    [InlineData("GET", "/s/{0}", "", null, 0)]
    [InlineData("GET", "/s/{0}", "Mozilla/5.0 (compatible; Baiduspider/2.0)", null, 0)]
    [InlineData("GET", "/s/{0}", "curl/8.5.0", null, 0)]
    [InlineData("GET", "/s/{0}", Phone, "Sec-Purpose", 0)]
    [InlineData("GET", "/s/00000000000", Phone, null, 0)]
    public async Task A_person_who_opens_a_station_is_counted(string method, string path, string agent, string? header, int expected)
    {
        await OpenAsync(new HttpMethod(method), path, agent, header);
        await FlushAsync();
        Assert.Equal((expected, expected), await ScansAsync());
        Assert.Equal(expected, await Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("select count(*) from code_scans"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task None_is_lost_or_counted_twice_when_many_open_it_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
        {
            await OpenAsync(HttpMethod.Get, i % 2 == 0 ? "/s/{0}" : "/api/v1/station-codes/{0}", Phone, null);
            if (i % 10 == 0)
                await FlushAsync();
        }));
        await Task.WhenAll(FlushAsync(), FlushAsync(), FlushAsync());
        Assert.Equal((120, 120), await ScansAsync());
    }

    [Fact]
    public async Task The_last_thirty_days_are_told_apart_and_quiet_stations_are_found()
    {
        Assert.Contains(_station, await QuietAsync());
        await PlantAsync("2026-04-15", 7);
        Assert.Equal((0, 7), await ScansAsync());
        Assert.Contains(_station, await QuietAsync());
        await PlantAsync("2026-04-16", 3);
        Assert.Equal((3, 10), await ScansAsync());
        Assert.DoesNotContain(_station, await QuietAsync());
        var listed = (await _admin.GetAsync("/api/v1/admin/stations?limit=100"))["items"].AsArray().Single(station => (string)station!["id"]! == _station)!;
        Assert.Equal(3, (int)listed["scans"]!);

        using var page = await PageClient.SignInAsync(_server.Address, "admin-1");
        Assert.Contains("近 30 天扫码 3 次，共 10 次", await ReadAsync($"/admin/stations/{_station}"), StringComparison.Ordinal);
        Assert.DoesNotContain($"/admin/stations/{_station}\"", await ReadAsync("/admin/stations?unscanned=true"), StringComparison.Ordinal);

        async Task<string> ReadAsync(string path)
        {
            using var answer = await page.GetAsync(path);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        async Task<List<string>> QuietAsync() =>
            [.. (await _admin.GetAsync("/api/v1/admin/stations?limit=100&unscanned=true")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(station => (string)station!["id"]!)];
    }

    /// <summary>Where a phone stood is compared with the station's place and forgotten: near, far, and stations that have no place.</summary>
    [Fact]
    public async Task Scans_far_from_the_station_are_counted_and_stations_scanned_elsewhere_are_found()
    {
        var place = (await _admin.GetAsync($"/api/v1/station-codes/{_code}"))["station"]["location"]!;
        var (lat, lng) = ((double)place["lat"]!, (double)place["lng"]!);
        await TellAsync(lat, lng, HttpStatusCode.NoContent);
        // A degree of latitude is 111 km: 1.8 and 2.2 km.
        await TellAsync(lat + 0.016, lng, HttpStatusCode.NoContent);
        await TellAsync(lat + 0.020, lng, HttpStatusCode.NoContent);
        await FlushAsync();
        Assert.Equal((3, 1, false), await PlacesAsync());
        Assert.DoesNotContain(_station, await ElsewhereAsync());

        await TellAsync(lat - 1, lng, HttpStatusCode.NoContent);
        await TellAsync(-34.979, lng, HttpStatusCode.NoContent);
        await TellAsync(lat, lng, HttpStatusCode.NoContent, "curl/8.5.0");
        await FlushAsync();
        Assert.Equal((5, 3, true), await PlacesAsync());
        Assert.Contains(_station, await ElsewhereAsync());
        using (var page = await PageClient.SignInAsync(_server.Address, "admin-1"))
        {
            Assert.Contains("其中 5 次知道离站远近，3 次在别处", await ReadAsync(page, $"/admin/stations/{_station}"), StringComparison.Ordinal);
            Assert.Contains("多半在别处被扫", await ReadAsync(page, $"/admin/stations/{_station}"), StringComparison.Ordinal);
            Assert.Contains($"/admin/stations/{_station}\"", await ReadAsync(page, "/admin/stations?elsewhere=true"), StringComparison.Ordinal);
        }

        // Nothing of where: the table has no column for it, and no count is on another day than today.
        Assert.Equal((0, 0), await ScansAsync());
        await TellAsync(200, lng, HttpStatusCode.UnprocessableEntity);
        await TellAsync(null, lng, HttpStatusCode.UnprocessableEntity);
        await UpdateAsync("update code_scans set on_day = '2026-04-15' where code = @_code");
        Assert.DoesNotContain(_station, await ElsewhereAsync());

        foreach (var change in (string[])["kind = 'Mobile'", "lat = null, lng = null"])
        {
            await UpdateAsync($"update stations set {change} where id = @_station");
            await _server.Services.GetRequiredService<StationCache>().InvalidateAsync(_station, TestContext.Current.CancellationToken);
            await TellAsync(lat - 1, lng, HttpStatusCode.NoContent);
            await FlushAsync();
            Assert.Equal((0, 0, false), await PlacesAsync());
            await UpdateAsync("update stations set kind = 'Liaison' where id = @_station");
        }
    }

    private async Task TellAsync(double? lat, double lng, HttpStatusCode expected, string agent = Phone)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/station-codes/{_code}/place") { Content = System.Net.Http.Json.JsonContent.Create(new { lat, lng }) };
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
    }

    private async Task<(int Placed, int Far, bool Elsewhere)> PlacesAsync()
    {
        var scans = (await _admin.GetAsync($"/api/v1/admin/stations/{_station}/codes"))["items"].AsArray().Single(code => (string)code!["code"]! == _code)!["scans"]!;
        return ((int)scans["placed"]!, (int)scans["far"]!, (bool)scans["mostlyElsewhere"]!);
    }

    private async Task<List<string>> ElsewhereAsync() =>
        [.. (await _admin.GetAsync("/api/v1/admin/stations?limit=100&elsewhere=true")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(station => (string)station!["id"]!)];

    private static async Task<string> ReadAsync(PageClient page, string path)
    {
        using var answer = await page.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task UpdateAsync(string sql) => Database.WriteAsync(scope => scope.ExecuteAsync(sql, new { _code, _station }), TestContext.Current.CancellationToken);

    /// <summary>Nobody can have opened what was only just issued.</summary>
    [Fact]
    public async Task A_station_whose_first_code_is_new_is_not_quiet()
    {
        var now = _server.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await Database.WriteAsync(scope => scope.ExecuteAsync("update station_codes set issued_at = @At where station_id = @_station", new { At = now.AddDays(-10), _station }), TestContext.Current.CancellationToken);
        Assert.DoesNotContain((await _admin.GetAsync("/api/v1/admin/stations?limit=100&unscanned=true"))["items"].AsArray(), station => (string)station!["id"]! == _station);
    }

    private async Task OpenAsync(HttpMethod method, string path, string agent, string? header)
    {
        using var request = new HttpRequestMessage(method, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, _code));
        if (agent.Length > 0)
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (header is not null)
            request.Headers.Add(header, "prefetch");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task FlushAsync() => _server.Services.GetRequiredService<ScanCounts>().FlushAsync(TestContext.Current.CancellationToken);

    private async Task<(int Recent, int Total)> ScansAsync()
    {
        var scans = (await _admin.GetAsync($"/api/v1/admin/stations/{_station}/codes"))["items"].AsArray().Single(code => (string)code!["code"]! == _code)!["scans"]!;
        return ((int)scans["last30Days"]!, (int)scans["total"]!);
    }

    private Task PlantAsync(string day, int scans) => Database.WriteAsync(
        scope => scope.ExecuteAsync("insert into code_scans (code, on_day, scans) values (@_code, @day, @scans)", new { _code, day, scans }), TestContext.Current.CancellationToken);
}
