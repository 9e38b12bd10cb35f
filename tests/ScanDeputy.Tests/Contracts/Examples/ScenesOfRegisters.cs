using System.Text;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Contracts.Examples;

/// <summary>The registers of a county, row by row and as files.</summary>
internal static class ScenesOfRegisters
{
    // A place elects once for each congress, and the demo's are all in a constituency: a new one takes the new district.
    private static readonly (string Name, string Plural, object Row, object Changed)[] Registers =
    [
        ("Station", "stations", new { name = "盛庄街道人大代表之家", kind = "deputyHome", district = "371311", address = "罗庄区盛庄街道1号", lat = 35.01, lng = 118.28, openingHours = "周一至周五" },
            new { name = "盛庄街道人大代表之家", kind = "deputyHome", district = "371311", address = "罗庄区盛庄街道8号", lat = 35.01, lng = 118.28, openingHours = "周一至周六" }),
        ("Deputy", "deputies", new { name = "王示范", level = "county", district = "371311", term = "第十九届", pledge = "件件有回音" }, new { name = "王示范", level = "county", district = "371311", term = "第十九届", pledge = "事事有着落" }),
        ("Agency", "agencies", new { name = "罗庄区园林中心", district = "371311" }, new { name = "罗庄区园林环卫中心", district = "371311" }),
        ("Category", "categories", new { number = "street-lamps", name = "路灯照明", position = 90 }, new { number = "street-lamps", name = "道路照明", position = 90 }),
        ("District", "districts", new { code = "371311999", name = "示范街道", body = "workCommittee" }, new { code = "371311999", name = "示范新街道", body = "workCommittee" }),
        ("AnswerTemplate", "answer-templates", new { move = "reply", title = "已修复", text = "{称呼}：您反映的{类别}问题（{编号}）已由{承办单位}办结，请您评价。" },
            new { category = "road-light", move = "reply", title = "路灯已修复", text = "{称呼}：{地点}的路灯已由{承办单位}修复，请您评价。" }),
        ("Constituency", "constituencies", new { name = "示范选区", level = "county", districts = new[] { "371311999" } }, new { name = "示范第一选区", level = "county", districts = new[] { "371311999" } }),
    ];

    public static async Task PlayAsync(ExampleRecorder recorder)
    {
        foreach (var (name, plural, row, changed) in Registers)
            await RegisterAsync(recorder, name, plural, row, changed);
        await AgencyRulesAsync(recorder);
        await SeatsAsync(recorder);
        await PhotosAsync(recorder);
        await TermsAsync(recorder);
        await FilesAsync(recorder);
        await recorder.CallAsync("ListAudit", "admin-1", new { register = "stations", limit = 2 });
        await recorder.CallAsync("ExportAudit", "auditor-1", new { register = "stations", format = "csv" });
        await recorder.CallAsync("GetChecklist", "admin-1");
    }

    public static async Task RegisterAsync(ExampleRecorder recorder, string name, string plural, object row, object changed)
    {
        var made = await recorder.CallAsync($"Create{name}", "admin-1", body: row);
        var (id, version) = ((string)made["id"]!, (int)made["version"]!);
        await recorder.CallAsync($"Get{name}", "admin-1", new { id });
        if (name == "Station")
            await recorder.CallAsync("ListOwnStations", "admin-1", new { q = "盛庄", limit = 2 });
        else
            await recorder.CallAsync($"List{name}Register", "admin-1", new { limit = 2 });
        version = (int)(await recorder.CallAsync($"Change{name}", "admin-1", new { id }, changed, version))["version"]!;
        // A deputy is not closed, but leaves; closing is then to see the row as it is.
        if (name == "Deputy")
        {
            await recorder.CallAsync("LeaveOffice", "admin-1", new { id }, new { on = "2026-05-15", reason = "任期届满" });
            version = (int)(await recorder.CallAsync("GetDeputy", "admin-1", new { id }))["version"]!;
        }

        version = (int)(await recorder.CallAsync($"Close{name}", "admin-1", new { id }, version: version))["version"]!;
        await recorder.CallAsync($"Reopen{name}", "admin-1", new { id }, version: version);
        await recorder.CallAsync($"Export{name}Register", "admin-1", new { format = "csv" });
        var file = await (await recorder.AsAsync("admin-1")).BytesAsync($"/api/v1/admin/{plural}/export?format=csv");
        if (name == "District")
            await recorder.UploadAsync("ImportDistricts", "admin-1", Encoding.UTF8.GetBytes("代码,名称\n371311998,示范二街道\n"), "行政区划.csv", new { dryRun = true });
        else
            await recorder.UploadAsync($"Import{name}Register", "admin-1", file, $"{plural}.csv", new { dryRun = true });
    }

    private static async Task AgencyRulesAsync(ExampleRecorder recorder)
    {
        var agency = (await recorder.CallAsync("ListAgencyRegister", "admin-1", new { limit = 2 }))["items"][0]!;
        await recorder.CallAsync("ListAgencyGaps", "admin-1", new { limit = 2 });
        await recorder.CallAsync("ExportAgencyGaps", "admin-1", new { format = "csv" });
        await recorder.CallAsync("ListUncoveredCases", "government-1", new { limit = 2 });
        await recorder.CallAsync("ExportUncoveredCases", "government-1", new { format = "csv" });
        var made = await recorder.CallAsync("CreateAgencyRule", "admin-1", body: new { district = "371311", category = "street-lamps", agency = (string)agency["number"]! });
        var (id, version) = ((string)made["id"]!, (int)made["version"]!);
        await recorder.CallAsync("GetAgencyRule", "admin-1", new { id });
        await recorder.CallAsync("ListAgencyRuleRegister", "admin-1", new { limit = 2 });
        await recorder.CallAsync("TryAgencyRules", "admin-1", new { district = "371311001001", category = "street-lamps" });
        var changed = await recorder.CallAsync("ChangeAgencyRule", "admin-1", new { id }, new { district = "371311", category = "street-lamps", agency = (string)agency["number"]! }, version);
        await recorder.CallAsync("DeleteAgencyRule", "admin-1", new { id }, version: (int)changed["version"]!);
        await recorder.CallAsync("ExportAgencyRuleRegister", "admin-1", new { format = "csv" });
        var file = await (await recorder.AsAsync("admin-1")).BytesAsync("/api/v1/admin/agency-rules/export?format=csv");
        await recorder.UploadAsync("ImportAgencyRuleRegister", "admin-1", file, "办理规则.csv", new { dryRun = true });
    }

    private static async Task SeatsAsync(ExampleRecorder recorder)
    {
        var station = (string)(await recorder.CallAsync("ListOwnStations", "admin-1", new { limit = 1 }))["items"][0]!["id"]!;
        var seated = await recorder.CallAsync("ListSeatedDeputies", "admin-1", new { id = station });
        var deputies = seated["deputies"].AsArray().Select(one => (string)one!["id"]!).Take(2).ToArray();
        await recorder.CallAsync("SeatDeputies", "admin-1", new { id = station }, new { deputies }, (int)seated["version"]!);
    }

    private static async Task PhotosAsync(ExampleRecorder recorder)
    {
        var id = (string)(await recorder.CallAsync("ListOwnStations", "admin-1", new { limit = 1 }))["items"][0]!["id"]!;
        var photo = (string)(await recorder.UploadAsync("AddStationPhoto", "admin-1", Photos.Jpeg(), "门牌.jpg", new { id, have = "noticeBoard" }))["id"]!;
        await recorder.CallAsync("ListStationPhotos", "admin-1", new { id });
        await recorder.CallAsync("GetStationPhoto", "admin-1", new { id, photo });
        await recorder.CallAsync("RemoveStationPhoto", "admin-1", new { id, photo });
        var deputy = (string)(await recorder.CallAsync("ListSeatedDeputies", "admin-1", new { id }))["deputies"][0]!["id"]!;
        await recorder.UploadAsync("PutDeputyPhoto", "admin-1", Photos.Jpeg(), "照片.jpg", new { id = deputy });
        await recorder.CallAsync("GetOwnDeputyPhoto", "admin-1", new { id = deputy });
        // What the public sees of a deputy is said field by field.
        await recorder.Server.ExecuteAsync("update deputies set public_fields = 'Photo' where id = @deputy", new { deputy });
        await recorder.CallAsync("GetDeputyPhoto", "nobody", new { id = deputy });
        await recorder.CallAsync("RemoveDeputyPhoto", "admin-1", new { id = deputy });
    }

    private static async Task TermsAsync(ExampleRecorder recorder)
    {
        var id = (string)(await recorder.CallAsync("CreateTerm", "admin-1", body: new { level = "county", name = "第十八届", firstOn = "2017-01-10" }))["id"]!;
        await recorder.CallAsync("GetTerm", "admin-1", new { id });
        await recorder.CallAsync("ListTerms", "committee-1", new { limit = 2 });
        await recorder.CallAsync("ChangeTerm", "committee-1", new { id }, new { level = "county", name = "第十八届", firstOn = "2017-01-12" }, 1);
        await recorder.CallAsync("ExportTerms", "admin-1", new { format = "csv" });
        await recorder.UploadAsync("ImportTerms", "admin-1", await (await recorder.AsAsync("admin-1")).BytesAsync("/api/v1/admin/terms/export?format=csv"), "terms.csv", new { dryRun = true });
        var counted = await recorder.CallAsync("CountTermEnd", "admin-1", new { id, lastOn = "2026-06-30" });
        await recorder.CallAsync("EndTerm", "admin-1", new { id }, new { lastOn = "2026-06-30", deputies = (int)counted["deputies"]! });
    }

    private static async Task FilesAsync(ExampleRecorder recorder)
    {
        await recorder.CallAsync("GetImportTemplate", "admin-1");
        await recorder.UploadAsync("ImportCounty", "admin-1", ImportTemplate.Write(), "全县资料.xlsx", new { dryRun = true });
        await recorder.UploadAsync("MarkImport", "admin-1", ImportTemplate.Write(), "全县资料.xlsx");
    }
}
