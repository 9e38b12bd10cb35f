using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Contracts.Examples;

/// <summary>Reception days, codes and plates, limits and holidays, and what was not delivered.</summary>
internal static class ScenesOfOffices
{
    public static async Task PlayAsync(ExampleRecorder recorder)
    {
        var code = await (await recorder.AsAsync("nobody")).FirstStationCodeAsync();
        var station = (string)(await (await recorder.AsAsync("nobody")).GetAsync($"/api/v1/station-codes/{code}"))["station"]!["id"]!;
        await ReceptionsAsync(recorder, station);
        await CodesAsync(recorder, station);
        await LimitsAsync(recorder);
        await HolidaysAsync(recorder);
        await UndeliveredAsync(recorder);
    }

    private static async Task ReceptionsAsync(ExampleRecorder recorder, string station)
    {
        var rule = new { station, recurrence = "每天", startsOn = "2026-05-01", times = new[] { "09:00-10:00", "15:00-16:00" }, topic = "道路与照明", capacity = 2, dayOff = "kept" };
        await recorder.CallAsync("PreviewReceptionRule", "admin-1", new { year = "2026" }, rule);
        await ScenesOfRegisters.RegisterAsync(recorder, "ReceptionRule", "reception-rules", rule, new { station, recurrence = "每天", startsOn = "2026-05-01", times = new[] { "09:00-10:00", "15:00-16:00" }, topic = "道路与照明", capacity = 3, dayOff = "kept" });
        await recorder.CallAsync("ExportReceptionRota", "admin-1", new { format = "csv" });
        await (await recorder.AsAsync("admin-1")).AdvanceAsync("PT1M");

        var listed = (await recorder.CallAsync("ListReceptions", "nobody", new { station, from = "2026-05-15", limit = 100 }))["items"].AsArray();
        var id = (string)listed.First(one => (string?)one!["topic"] == "道路与照明" && ((string)one["id"]!).EndsWith("-20260515-1", StringComparison.Ordinal))!["id"]!;
        await recorder.CallAsync("BookReception", "resident-1", new { id }, new { name = "张三", phone = "13912345678", subject = "路灯不亮" });
        await recorder.CallAsync("ListBookings", "resident-1", new { limit = 1 });
        await recorder.CallAsync("ListOwnReceptions", "deputy-1");
        var desk = await recorder.CallAsync("GetReceptionDesk", "keeper-1");
        var visitor = (string)desk["slots"].AsArray().SelectMany(slot => slot!["visitors"]!.AsArray()).First(one => (string?)one!["subject"] == "路灯不亮")!["id"]!;
        await recorder.CallAsync("CheckInVisitor", "keeper-1", new { id = visitor });
        await recorder.CallAsync("NoteVisitor", "keeper-1", new { id = visitor }, new { note = "已记录，由代表跟进" });
        await recorder.CallAsync("AddVisitor", "keeper-1", new { id }, new { name = "李老汉", phone = "13800001111", subject = "水渠" });
        var later = (string)listed.First(one => (string?)one!["topic"] == "道路与照明" && string.CompareOrdinal((string?)one["date"], "2026-05-18") > 0)!["id"]!;
        await recorder.CallAsync("BookReception", "resident-1", new { id = later }, new { subject = "水渠堵塞" });
        await recorder.CallAsync("CancelBooking", "resident-1", new { id = later });
    }

    private static async Task CodesAsync(ExampleRecorder recorder, string station)
    {
        var code = (string)(await recorder.CallAsync("IssueStationCode", "admin-1", new { id = station }, new { placement = "大门口" }))["code"]!;
        await recorder.CallAsync("ListStationCodes", "admin-1", new { id = station });
        foreach (var drawing in (string[])["GetStationCodeSvg", "GetStationCodePng", "GetMiniProgramCode", "GetPlate"])
            await recorder.CallAsync(drawing, "admin-1", new { id = station, code });
        var next = (string)(await recorder.CallAsync("RotateStationCode", "admin-1", new { id = station, code }, new { graceDays = 30 }))["code"]!;
        await recorder.CallAsync("RevokeStationCode", "admin-1", new { id = station, code = next }, new { reason = "站牌丢失" });
        await recorder.CallAsync("IssueStationCodes", "admin-1", body: new { stationIds = new[] { station }, placement = "服务大厅" });

        await recorder.CallAsync("GetPlateStyle", "admin-1");
        await recorder.CallAsync("PutPlateStyle", "admin-1", body: new { colour = "#b71c1c", heading = "扫码找代表" }, version: 0);
        var plates = new { stationIds = new[] { station }, format = "a4-1" };
        var job = (string)(await recorder.CallAsync("PrintPlates", "admin-1", body: plates))["jobId"]!;
        await recorder.Server.Services.GetServices<ISweep>().Single(one => one.Name == "bulk-jobs").RunAsync(CancellationToken.None);
        await recorder.CallAsync("GetJob", "admin-1", new { id = job });
        await recorder.CallAsync("GetJobFile", "admin-1", new { id = job });
        await recorder.CallAsync("CancelJob", "admin-1", new { id = (string)(await recorder.CallAsync("PrintPlates", "admin-1", body: plates))["jobId"]! });

        const string name = "q2Yh8kXzZp.txt";
        await recorder.CallAsync("PutVerificationFile", "admin-1", new { name }, new { content = "4f9c0e1d2b3a4f9c" });
        await recorder.CallAsync("ListVerificationFiles", "admin-1");
        await recorder.CallAsync("DeleteVerificationFile", "admin-1", new { name });
    }

    private static async Task LimitsAsync(ExampleRecorder recorder)
    {
        await recorder.CallAsync("ListPolicies", "admin-1");
        await recorder.CallAsync("PreviewPolicy", "admin-1", new { limit = 2 }, new { triageLimit = 3 });
        var made = await recorder.CallAsync("AddPolicy", "admin-1", body: new { triageLimit = 3 });
        await recorder.CallAsync("RecomputeOpenStages", "admin-1", body: new { version = (string)made["version"]! });
    }

    private static async Task HolidaysAsync(ExampleRecorder recorder)
    {
        var notice = new { year = 2026, regional = true, sources = new[] { "https://www.luozhuang.gov.cn/notice/118" }, daysOff = new[] { new { date = "2026-06-08", name = "本地假日" } } };
        await recorder.CallAsync("PreviewCalendarNotice", "admin-1", new { limit = 2 }, notice);
        await recorder.CallAsync("ImportCalendarNotice", "admin-1", body: notice);
        await recorder.CallAsync("ListCalendarNotices", "admin-1");
    }

    /// <summary>A message and a row that could not be handled, as they stand in the database when that has happened.</summary>
    private static async Task UndeliveredAsync(ExampleRecorder recorder)
    {
        var about = (string)recorder.Recorded["SubmitCase"]["answer"]!["number"]!;
        await recorder.Server.ExecuteAsync(
            """
            update outbox set status = 'parked', last_error = 'wechat 43101', attempts = 3
            where id = (select id from (select min(id) as id from outbox where jurisdiction = '371311' and payload like @About) first)
            """,
            new { About = $"%{about}%" });
        var failed = await recorder.CallAsync("ListDeliveries", "admin-1", new { status = "failed", limit = 1 });
        await recorder.CallAsync("RetryDelivery", "admin-1", new { id = (string)failed["items"][0]!["id"]! });

        await recorder.Server.ExecuteAsync("""
            insert into sweep_failures (id, sweep, row_key, jurisdiction, attempts, error, first_failed_at, last_failed_at, parked_at)
            values ('0000000000000000000000000000f001', 'deadlines', 'example', '371311', 8, 'JsonException', 1778810000000, 1778813600000, 1778813600000)
            """);
        var parked = await recorder.CallAsync("ListParked", "admin-1", new { limit = 1 });
        await recorder.CallAsync("RetryParked", "admin-1", new { id = (string)parked["items"][0]!["id"]! });
    }
}
