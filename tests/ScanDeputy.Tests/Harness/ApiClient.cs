using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>An answer with its body read.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers, string? MediaType)
{
    public string? Code => (string?)Body?["code"];

    public JsonNode this[string name] => Body![name]!;

    public ApiAnswer Expect(HttpStatusCode status, string? code = null)
    {
        Assert.True(Status == status && (code is null || Code == code), $"Expected {(int)status} {code}, got {(int)Status}: {Body}");
        return this;
    }
}

/// <summary>A caller of the API: somebody who is signed in, or nobody.</summary>
public sealed class ApiClient(Uri address, string? token) : IDisposable
{
    public const string LongEnough = "村口的路灯坏了三天，晚上老人出门不安全，请尽快维修。";

    /// <summary>Says what is wrong with an answer, whoever asked; null for nothing.</summary>
    public static Func<HttpRequestMessage, ApiAnswer, string?>? Judge { get; set; }

    private readonly HttpClient _http = new() { BaseAddress = address };

    public string? Token => token;

    public JsonNode? User { get; private init; }

    public static async Task<ApiClient> SignInAsync(Uri address, string persona)
    {
        using var nobody = new ApiClient(address, null);
        var signedIn = (await nobody.PostAsync($"/sandbox/personas/{persona}/token")).Expect(HttpStatusCode.OK);
        return new ApiClient(address, (string)signedIn["accessToken"]!) { User = signedIn["user"] };
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<ApiAnswer> PostAsync(string path, object? body = null, string? key = null, int? version = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (version is { } v)
            request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{v}\""));
        return SendAsync(request);
    }

    /// <summary>A file.</summary>
    public async Task<byte[]> BytesAsync(string path)
    {
        using var response = await FileAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>A file with what is said of it.</summary>
    public async Task<HttpResponseMessage> FileAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var isJson = mediaType?.EndsWith("json", StringComparison.Ordinal) == true && text.Length > 0;
        var answer = new ApiAnswer(response.StatusCode, isJson ? JsonNode.Parse(text) : null, response.Headers, mediaType);
        // Whatever a test is about: what a client was not told of must not come.
        var fault = Judge?.Invoke(response.RequestMessage!, answer);
        Assert.True(fault is null, fault);
        return answer;
    }

    public Task<ApiAnswer> UploadAsync(byte[] bytes, string name = "photo.jpg") => UploadAsync("/api/v1/attachments", bytes, name);

    public async Task<ApiAnswer> UploadAsync(string path, byte[] bytes, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });
    }

    /// <summary>The code of the station whose deputies are the demo's three.</summary>
    public async Task<string> FirstStationCodeAsync() => (string)(await GetAsync("/sandbox/station-codes"))["items"][0]!["code"]!;

    public async Task<ApiAnswer> SubmitAsync(object? change = null, string? key = null)
    {
        var code = await FirstStationCodeAsync();
        var station = await GetAsync($"/api/v1/station-codes/{code}");
        var body = new JsonObject
        {
            ["stationCode"] = code,
            ["categoryId"] = (string)station["categories"][0]!["id"]!,
            ["text"] = LongEnough,
            ["attachmentIds"] = new JsonArray(),
            ["contact"] = new JsonObject { ["name"] = "张三", ["phone"] = "13912345678", ["shareWithAgency"] = false },
            ["public"] = true,
        };
        if (change is not null)
        {
            foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(change)!.AsObject())
                body[name] = value?.DeepClone();
        }

        return await PostAsync("/api/v1/cases", body, key);
    }

    public Task<ApiAnswer> CaseAsync(string id) => GetAsync($"/api/v1/cases/{id}");

    /// <summary>Makes a move at the version the case has now.</summary>
    public async Task<ApiAnswer> MoveAsync(string id, string move, object? body = null)
    {
        var version = (int)(await CaseAsync(id)).Expect(HttpStatusCode.OK)["version"]!;
        return await PostAsync($"/api/v1/cases/{id}/{move}", body, version: version);
    }

    public Task<ApiAnswer> AdvanceAsync(string duration) => PostAsync("/sandbox/clock", new { advance = duration });

    public Task<ApiAnswer> MoveClockAsync(DateTimeOffset to) => PostAsync("/sandbox/clock", new { now = to });

    public void Dispose() => _http.Dispose();
}
