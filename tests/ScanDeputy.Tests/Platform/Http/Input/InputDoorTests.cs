using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Texts;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http.Input;

/// <summary>Every field of every body of the API × everything that does not belong there: 422 with the field and its position.</summary>
public sealed class InputDoorTests : IAsyncLifetime
{
    private const string Mark = "@@@@";

    private TestServer _server = null!;
    private ApiClient _resident = null!;
    private ApiClient _administrator = null!;
    private ApiClient _keeper = null!;
    private ApiClient _supervisor = null!;
    private ApiClient _deputy = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(null, null, "--Limits:Enabled", "false");
        _resident = await _server.AsAsync("resident-1");
        _administrator = await _server.AsAsync("admin-1");
        _keeper = await _server.AsAsync("keeper-1");
        _supervisor = await _server.AsAsync("supervisor-1");
        _deputy = await _server.AsAsync("deputy-1");
    }

    public async ValueTask DisposeAsync()
    {
        _resident.Dispose();
        _administrator.Dispose();
        _keeper.Dispose();
        _supervisor.Dispose();
        _deputy.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public Task Texts_that_cannot_be_carried_are_named() => EveryFieldAsync(
        field => field.IsText, _ => WrittenTextTests.NotCarried.Select(text => Mark + Escaped(text)));

    [Fact]
    public Task Null_where_there_must_be_something_is_named() => EveryFieldAsync(field => field.Path.EndsWith(']'), _ => ["null"]);

    [Fact]
    public Task What_is_none_of_the_choices_is_named() => EveryFieldAsync(
        field => field.IsEnum,
        field => field.Schema["enum"]!.AsArray().OfType<JsonValue>().Select(value => (string)value!).ToList() is var names
            ? [$"\"{names[0]},{names[1]}\"", $"\"{names[0].ToUpperInvariant()}\"", $"\" {names[0]}\"", "0", "\"0\"", "\"\"", "\"none\"", "[]", "true"]
            : []);

    [Fact]
    public Task Dates_and_times_that_are_none_are_named() => EveryFieldAsync(
        field => field.Format is "date" or "date-time" or "time-local",
        field => ["\"\"", "\" \"", "\"2026-02-30\"", "\"2026-2-3\"", "\"明天\"", "\"25:61\"", "\"9999-12-31\"", "\"0001-01-01\"", "20260601", "true", "{}",
            .. field.Format == "date" ? (string[])["\"2026-06-01T00:00:00Z\""] : []]);

    [Fact]
    public Task What_is_of_another_kind_is_named() => EveryFieldAsync(
        field => !field.IsText || field.IsEnum,
        field => field.Is("array") ? ["{}", "\"a\"", "1"]
            : field.Schema["properties"] is not null ? ["[]", "\"a\"", "1"]
            : field.Is("boolean") ? ["\"true\"", "1", "[]"]
            : field.Is("integer") ? ["\"drei\"", "1.5", "99999999999", "1e400", "true", "[]"]
            : field.Is("number") ? ["\"NaN\"", "true", "[]"]
            : []);

    [Fact]
    public Task Texts_are_texts() => EveryFieldAsync(field => field.IsText, _ => ["1", "true", "[]", "{}"]);

    [Fact]
    public async Task What_must_be_there_and_is_not_is_named()
    {
        var faults = await Task.WhenAll(
            RefusedAsync("/api/v1/admin/calendars/preview", """{"year":2027,"daysOff":[{"name":"元旦"}]}""", "daysOff[0].date"),
            RefusedAsync("/api/v1/admin/calendars/preview", """{"year":2027,"days":[{"date":"2027-01-01","isOffDay":true},{"date":"2027-01-02"}]}""", "days[1].isOffDay"),
            RefusedAsync("/api/v1/admin/policies/preview", """{"ladder":[{"level":1,"workingDaysLate":0},{"level":2}]}""", "ladder[1].workingDaysLate"),
            RefusedAsync("/api/v1/admin/policies/preview", """{"categories":[{"triageLimit":1}]}""", "categories"),
            RefusedAsync("/api/v1/admin/policies/preview", """{"categories":[{"categoryId":null}]}""", "categories[0].categoryId"));
        Assert.All(faults, fault => Assert.Null(fault));
    }

    [Theory]
    [InlineData("application/json", 0)]
    [InlineData("application/json; charset=utf-8", 0)]
    [InlineData("application/json; charset=\"utf-8\"", 0)]
    [InlineData("application/json;charset=\"UTF-8\"", 0)]
    [InlineData("APPLICATION/JSON; Charset=Utf-8", 0)]
    [InlineData("application/json; charset=gb2312", 415)]
    [InlineData("application/json; charset=\"nonsense\"", 415)]
    [InlineData("application/json; charset=utf-7", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/xml", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("", 415)]
    [InlineData("nonsense", 415)]
    public async Task A_body_is_json_in_utf_8_or_refused_as_what_it_is(string contentType, int refused)
    {
        var faults = new List<string>();
        foreach (var operation in ApiDescription.WithBody)
        {
            var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            var status = (int)(await SendAsync(operation, content)).Status;
            if (status >= 500 || (refused == 0 ? status is 415 or 400 : status != refused))
                faults.Add($"{operation}: {status}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"\\uD800\":1}")]
    [InlineData("\uFEFF{\"note\":1")]
    public async Task What_is_no_json_object_is_malformed(string body)
    {
        var faults = new List<string>();
        foreach (var operation in ApiDescription.WithBody)
        {
            var status = (int)(await SendAsync(operation, Json(body))).Status;
            // An empty body may stand for one that may be left out.
            if (status != 400 && !(body.Length == 0 && status is 428 or 404))
                faults.Add($"{operation}: {status}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Addresses_and_queries_hold_text_that_can_be_carried()
    {
        var faults = new List<string>();
        foreach (var text in WrittenTextTests.NotCarried.Where(text => !text.Any(char.IsSurrogate) || (text.Length == 2 && char.IsSurrogatePair(text, 0))))
        {
            foreach (var operation in ApiDescription.Operations.Where(operation => operation.Method == "GET"))
            {
                foreach (var name in operation.Query)
                {
                    var answer = await ClientOf(operation).GetAsync($"{AddressOf(operation)}?{name}={Uri.EscapeDataString($"a{text}")}");
                    if (answer.Status != HttpStatusCode.UnprocessableEntity || answer["errors"][name] is null)
                        faults.Add($"{operation}?{name} U+{(int)text[0]:X4}: {answer.Status}");
                }

                if (text != "\0" && operation.Path.Replace("{year}", "", StringComparison.Ordinal).Contains('{', StringComparison.Ordinal)
                    && (int)(await ClientOf(operation).GetAsync(AddressOf(operation, Uri.EscapeDataString($"a{text}")))).Status is not (404 or 400) and var status)
                    faults.Add($"{operation} U+{(int)text[0]:X4}: {status}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("/api/v1/cases", "overdue", "abc", "1", "0", "yes", "是", "truefalse", "true,false", "true&overdue=false")]
    [InlineData("/api/v1/alerts", "unread", "abc", "1", "-1", "null", "true&unread=true")]
    [InlineData("/api/v1/admin/stations/{id}/codes/{code}/png", "pixels", "abc", "1.5", "1e400", "99999999999", "０", "-", "0x10", "1,2", "1&pixels=2", "true")]
    [InlineData("/api/v1/stations", "limit", "abc", "0", "201", "1.5", "-1", "+5")]
    [InlineData("/api/v1/stations", "lat", "abc", "NaN", "91", "&lng=118")]
    [InlineData("/api/v1/stations", "district", "abc", "1", "-1")]
    [InlineData("/api/v1/cases", "limit", "abc", "0", "201")]
    [InlineData("/api/v1/cases", "after", "abc", "0")]
    [InlineData("/api/v1/calendar/due", "receivedAt", "abc", "2026-02-30", "明天")]
    [InlineData("/api/v1/calendar/due?receivedAt=2026-06-01T08:00:00%2B08:00", "workingDays", "abc", "-1", "1.5", "99999999999")]
    public async Task What_a_query_says_in_another_kind_is_named(string path, string name, params string[] wrong)
    {
        var address = path.Replace("{id}", "0123456789abcdef0123456789abcdef", StringComparison.Ordinal).Replace("{code}", "LZ", StringComparison.Ordinal);
        var client = path.Contains("/admin/", StringComparison.Ordinal) ? _administrator : _resident;
        foreach (var value in wrong)
        {
            var answer = await client.GetAsync($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={(value.Contains('&', StringComparison.Ordinal) ? value : Uri.EscapeDataString(value))}");
            Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity && answer.Code == "invalid" && answer["errors"][name] is not null, $"{path} {name}={value}: {answer.Status} {answer.Body}");
        }
    }

    [Fact]
    public async Task Every_value_of_a_query_that_is_no_text_is_in_the_table_or_named_when_it_is_none()
    {
        var faults = new List<string>();
        var tried = 0;
        foreach (var operation in ApiDescription.Operations)
        {
            foreach (var name in operation.TypedQuery)
            {
                tried++;
                // What else must be said is said, so that nothing but this is wrong.
                var others = operation.Parameters.Where(one => one.In == "query" && one.Required && one.Name != name).Select(one => $"&{one.Name}={Uri.EscapeDataString(ApiDescription.SampleOf(one))}");
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), $"{AddressOf(operation)}?{name}=abc{string.Concat(others)}");
                if (operation.Body is { } schema)
                    request.Content = Json(ApiDescription.Least(schema)!.ToJsonString());
                var answer = await ClientOf(operation).SendAsync(request);
                if (answer.Status != HttpStatusCode.UnprocessableEntity || answer["errors"][name] is null)
                    faults.Add($"{operation}?{name}: {answer.Status} {answer.Body}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(tried >= 3, $"{tried}");
    }

    [Theory]
    [InlineData("/api/v1/cases?overdue=")]
    [InlineData("/api/v1/cases?overdue=True")]
    [InlineData("/api/v1/cases?overdue=false")]
    [InlineData("/api/v1/alerts?unread=")]
    [InlineData("/api/v1/cases?limit=200")]
    [InlineData("/api/v1/calendar/2026")]
    public async Task What_a_query_leaves_empty_is_not_said(string path) => (await _resident.GetAsync(path)).Expect(HttpStatusCode.OK);

    [Theory]
    [InlineData("abc")]
    [InlineData("2026.5")]
    [InlineData("99999999999")]
    public async Task A_year_that_is_none_is_named(string year) =>
        Assert.NotNull((await _resident.GetAsync($"/api/v1/calendar/{year}")).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["year"]);

    [Theory]
    [InlineData("status", "answered,redirected")]
    [InlineData("status", "Answered")]
    [InlineData("status", "0")]
    [InlineData("status", "+1")]
    [InlineData("status", " answered")]
    [InlineData("stage", "triage,handover")]
    [InlineData("stage", "TRIAGE")]
    [InlineData("stage", "1")]
    [InlineData("role", "mine,all")]
    [InlineData("role", "Mine")]
    public async Task A_list_is_narrowed_by_a_name_and_nothing_else(string name, string value) =>
        Assert.NotNull((await _resident.GetAsync($"/api/v1/cases?{name}={Uri.EscapeDataString(value)}")).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"][name]);

    private async Task EveryFieldAsync(Func<BodyField, bool> among, Func<BodyField, IEnumerable<string>> wrong)
    {
        var faults = new List<string>();
        var tried = 0;
        foreach (var operation in ApiDescription.WithBody)
        {
            foreach (var field in ApiDescription.FieldsOf(operation.Body!).Where(among))
            {
                foreach (var value in wrong(field))
                {
                    tried++;
                    var body = ApiDescription.Sample(operation.Body!, field.Path, Mark)!.ToJsonString();
                    body = value.StartsWith(Mark, StringComparison.Ordinal) ? body.Replace(Mark, $"路灯{value[Mark.Length..]}", StringComparison.Ordinal) : body.Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
                    var answer = await SendAsync(operation, Json(body));
                    if (answer.Status != HttpStatusCode.UnprocessableEntity || answer.Code != "invalid" || answer["errors"][field.Path] is null)
                        faults.Add($"{operation} {field.Path} = {value}: {(int)answer.Status} {answer.Body?["errors"]}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
        Assert.True(tried > 0);
    }

    private async Task<string?> RefusedAsync(string path, string body, string field)
    {
        var answer = await _administrator.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) });
        return answer.Status == HttpStatusCode.UnprocessableEntity && answer["errors"][field] is not null ? null : $"{path} {body}: {answer.Status} {answer.Body}";
    }

    private Task<ApiAnswer> SendAsync(ApiOperation operation, HttpContent content) =>
        ClientOf(operation).SendAsync(new HttpRequestMessage(new HttpMethod(operation.Method), AddressOf(operation)) { Content = content });

    // What residents have no right to.
    private static readonly string[] OfOfficials = ["/admin/", "/jobs/", "/me/away", "/auth/desk/", "/auth/totp"];

    private ApiClient ClientOf(ApiOperation operation) => operation.Path.Contains("/reception-desk", StringComparison.Ordinal)
        ? _keeper
        : operation.Path.EndsWith("/me/alert-choices", StringComparison.Ordinal) ? _supervisor
        : operation.Path.EndsWith("/suggestions", StringComparison.Ordinal) ? _deputy
        : OfOfficials.Any(part => operation.Path.Contains(part, StringComparison.Ordinal)) ? _administrator : _resident;

    private static string AddressOf(ApiOperation operation, string id = "0123456789abcdef0123456789abcdef") =>
        operation.Path.Replace("{year}", "2026", StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{code}", id, StringComparison.Ordinal).Replace("{kind}", id, StringComparison.Ordinal).Replace("{name}", id, StringComparison.Ordinal);

    private static ByteArrayContent Json(string body) => new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static string Escaped(string text) => string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"));
}
