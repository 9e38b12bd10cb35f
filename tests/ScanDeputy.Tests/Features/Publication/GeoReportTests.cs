using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Publication;

/// <summary>Open311 GeoReport v2's read side, held to the fields of its specification (geo-report-v2.json), in both forms.</summary>
public sealed class GeoReportTests : PublicationTest
{
    private const string At = "/open311/v2";
    private const string Here = "jurisdiction_id=371311";

    private static readonly JsonNode Specification =
        JsonNode.Parse(SourceTree.Find().Read("tests/ScanDeputy.Tests/Features/Publication/geo-report-v2.json"))!;

    [Fact]
    public async Task What_is_published_is_answered_in_the_specification_s_fields_in_both_forms()
    {
        var photo = await UploadAsync();
        using var answered = await PublishedAsync(new { text = "公园北门的长椅坏了两张 & <请修>，电话13912345678。", attachmentIds = new[] { photo }, photosPublic = true, place = new { address = "公园北门3号", lat = 35.03, lng = 118.28 } });
        await answered.StepAsync(answered.Deputy, "answer", new { text = "已与物业联系，三日内修好。" });
        using var open = await PublishedAsync();
        using var secret = await PublishedAsync(new { @public = false });
        var (first, second, hidden) = (await NumberOfAsync(answered), await NumberOfAsync(open), await NumberOfAsync(secret));

        var services = await BothAsync($"{At}/services", "services", "service");
        var code = services[0]["service_code"];
        Assert.All(services, service => Fits(service, "service"));

        var requests = await BothAsync($"{At}/requests", "service_requests", "request");
        Assert.Equal([second, first], requests.Select(request => request["service_request_id"]));
        Assert.All(requests, request => Fits(request, "request"));
        var (asked, waits) = (requests[1], requests[0]);
        Assert.Equal(("closed", "已与物业联系，三日内修好。", code), (asked["status"], asked["status_notes"], asked["service_code"]));
        Assert.Contains("<请修>，电话139******78。", asked["description"], StringComparison.Ordinal);
        Assert.Equal(("open", "已收到"), (waits["status"], waits["status_notes"]));
        Assert.All(requests.SelectMany(request => request.Values), value => Assert.False(
            value.Contains("13912345678", StringComparison.Ordinal) || value.Contains("公园北门3号", StringComparison.Ordinal) || value.StartsWith("35.0", StringComparison.Ordinal)));

        var one = Assert.Single(await BothAsync($"{At}/requests/{first}", "service_requests", "request"));
        Fits(one, "request");
        Assert.EndsWith($"/photos/{photo}", one["media_url"], StringComparison.Ordinal);
        Assert.Equal([first, second], (await BothAsync($"{At}/requests", "service_requests", "request", $"&service_request_id={first},{second},{hidden}")).Select(request => request["service_request_id"]));
        foreach (var form in (string[])["json", "xml"])
        {
            Assert.Equal(404, await ErrorAsync($"{At}/requests/{hidden}.{form}?{Here}", form));
            Assert.Equal(404, await ErrorAsync($"{At}/requests/{first}.{form}?jurisdiction_id=371302", form));
            Assert.Equal(404, await ErrorAsync($"{At}/services.{form}?jurisdiction_id=999999", form));
            Assert.Equal(400, await ErrorAsync($"{At}/requests.{form}", form));
            foreach (var wrong in (string[])["status=done", "start_date=yesterday", "end_date=2026-02-30", "page=0", "page=a", "page_size=201", "page=51"])
                Assert.Equal(400, await ErrorAsync($"{At}/requests.{form}?{Here}&{wrong}", form));
        }

        (string Query, string[] Found)[] filters =
        [
            ("status=open", [second]), ("status=closed", [first]), ("status=open,closed", [second, first]), ($"service_code={code}", [second, first]), ("service_code=none", []),
            ("start_date=2026-05-15T00:00:00%2B08:00", [second, first]), ("start_date=2026-05-16", []), ("end_date=2026-05-14T23:59:59Z", []), ("start_date=2026-05-15&end_date=2026-05-16", [second, first]),
            ("page_size=1", [second]), ("page_size=1&page=2", [first]), ("page_size=1&page=3", []),
        ];
        foreach (var (query, found) in filters)
            Assert.Equal(found, (await BothAsync($"{At}/requests", "service_requests", "request", $"&{query}")).Select(request => request["service_request_id"]));

        await answered.StepAsync("resident-1", "evaluate", new { grade = "satisfied", text = "谢谢" });
        await open.StepAsync("resident-1", "withdraw", new { reason = "问题已经自行解决" });
        Assert.Equal([first], (await BothAsync($"{At}/requests", "service_requests", "request")).Select(request => request["service_request_id"]));
    }

    private async Task<string> UploadAsync()
    {
        using var resident = await Server.AsAsync("resident-1");
        return (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
    }

    /// <summary>The same fields with the same texts, read from JSON and from XML.</summary>
    private async Task<IReadOnlyList<Dictionary<string, string>>> BothAsync(string path, string root, string item, string more = "")
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        var json = JsonNode.Parse(await http.GetStringAsync(new Uri($"{path}.json?{Here}{more}", UriKind.Relative), Ct))!.AsArray()
            .Select(one => one!.AsObject().ToDictionary(field => field.Key, field => field.Value?.ToString() ?? "", StringComparer.Ordinal)).ToList();
        var document = XDocument.Parse(await http.GetStringAsync(new Uri($"{path}.xml?{Here}{more}", UriKind.Relative), Ct));
        Assert.Equal(root, document.Root!.Name.LocalName);
        var xml = document.Root.Elements(item).Select(one => one.Elements().ToDictionary(field => field.Name.LocalName, field => field.Value, StringComparer.Ordinal)).ToList();
        Assert.Equal(json, xml);
        return json;
    }

    private async Task<int> ErrorAsync(string path, string form)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        var code = form == "json" ? (string)JsonNode.Parse(text)![0]!["code"]!.ToString() : XDocument.Parse(text).Root!.Element("error")!.Element("code")!.Value;
        Assert.Equal((int)answer.StatusCode, int.Parse(code, CultureInfo.InvariantCulture));
        return (int)answer.StatusCode;
    }

    /// <summary>Every field of the specification and no other; what is required says something, closed lists their values, times their zone.</summary>
    private static void Fits(Dictionary<string, string> answered, string kind)
    {
        var fields = Specification[kind]!.AsObject();
        Assert.Equal(fields.Select(field => field.Key).Order(StringComparer.Ordinal), answered.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in answered)
        {
            Assert.True(value.Length > 0 || (string)fields[name]! == "O", $"{name} is empty");
            if (Specification["values"]![name] is JsonArray allowed)
                Assert.Contains(value, allowed.Select(one => (string)one!));
            if (name.EndsWith("_datetime", StringComparison.Ordinal) && value.Length > 0)
                Assert.True(DateTimeOffset.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), $"{name} {value}");
        }
    }
}
