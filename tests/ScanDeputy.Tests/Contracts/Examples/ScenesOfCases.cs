using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Contracts.Examples;

/// <summary>What becomes of reports: down the main road, and off it.</summary>
internal sealed class ScenesOfCases(ExampleRecorder recorder)
{
    private const string Text = "化武路与护城河路口东侧三盏路灯坏了三天，晚上老人出门不安全，请尽快维修。";

    private static readonly object Place = new { address = "盛庄街道化武路与护城河路口东侧", lat = 35.01, lng = 118.28 };

    private string _code = "";
    private string _category = "";
    private string _lead = "";
    private string _second = "";

    public async Task PlayAsync()
    {
        await FindAsync();
        await BeforeAReportAsync();
        var id = await MainRoadAsync();
        await ReadAsync(id);
        await BesideTheRoadAsync();
        await OwnSuggestionAsync();
        await UrgeAsync();
        await ReviewAsync();
        await RatingLinkAsync();
        await PublishedAsync();
    }

    private async Task FindAsync()
    {
        _code = await (await recorder.AsAsync("nobody")).FirstStationCodeAsync();
        var station = await recorder.CallAsync("GetStationByCode", "nobody", new { code = _code });
        await recorder.CallAsync("TellPlaceOfScan", "nobody", new { code = _code }, new { lat = 34.979, lng = 118.277 });
        _category = (string)station["categories"][0]!["id"]!;
        await recorder.CallAsync("ListStations", "nobody", new { lat = 35.01, lng = 118.28, limit = 2 });
        await recorder.CallAsync("FindDeputies", "nobody", new { code = _code });
        await recorder.CallAsync("ListDistricts", "nobody", new { q = "盛庄", limit = 2 });
        await recorder.CallAsync("ListAgencies", "government-1");
        await recorder.CallAsync("GetDueDate", "nobody", new { receivedAt = "2026-05-15", workingDays = 2, jurisdiction = "371311" });
        await recorder.CallAsync("GetCalendarYear", "nobody", new { year = 2026 });
        _lead = await AgencyOfAsync("agency-1");
        _second = await AgencyOfAsync("agency-2");
    }

    private async Task BeforeAReportAsync()
    {
        await recorder.CallAsync("PreviewReport", "resident-1", body: new { title = "路灯不亮", text = Text + "我的电话是13800138000。", placeAddress = "盛庄街道化武路" });
        await SubmitAsync("resident-2", isPublic: true);
        await recorder.CallAsync("FindSimilar", "resident-1", body: new { stationCode = _code, categoryId = _category, title = "路灯不亮", text = Text, place = Place });
    }

    private async Task<string> MainRoadAsync()
    {
        var photo = (string)(await recorder.UploadAsync("UploadAttachment", "resident-1", Photos.Jpeg(), "路灯.jpg"))["id"]!;
        await recorder.CallAsync("GetAttachment", "resident-1", new { id = photo });
        var (id, deputy) = await SubmitAsync("resident-1", isPublic: true, photo);
        await recorder.CallAsync("CaseSupplement", "resident-1", new { id }, new { text = "补充：第三根灯杆也不亮了。", attachmentIds = Array.Empty<string>() });
        await recorder.CallAsync("CaseAdopt", deputy, new { id }, new { suggestionTitle = "关于维修化武路路灯的建议", note = "请尽快办理" });
        await recorder.CallAsync("CaseHandOver", "committee-1", new { id }, new { note = "请政府办研究办理" });
        await recorder.CallAsync("GetProposal", "government-1", new { id });
        await recorder.CallAsync("ListCaseTemplates", "government-1", new { id, move = "assign" });
        await recorder.CallAsync("CaseAssign", "government-1", new { id }, new { leadAgencyId = _lead, coAgencyIds = new[] { _second }, note = "请主办单位牵头办理" });
        await recorder.CallAsync("CaseCoOpinion", "agency-2", new { id }, new { text = "同意主办单位的意见，配合施工。" });
        await recorder.CallAsync("CaseSign", "agency-1", new { id });
        await recorder.CallAsync("CaseLogContact", "agency-1", new { id }, new { phase = "before", on = "2026-05-15", way = "visit", with = "both", who = "宋问津", text = "到现场与代表、居民见面，听取意见。" });
        await recorder.CallAsync("CaseExtension", "agency-1", new { id }, new { days = 3, reason = "配件到货需要时间" });
        await recorder.CallAsync("CaseExtensionDecision", "government-1", new { id }, new { granted = true, note = "同意延期三个工作日" });
        await recorder.CallAsync("CasePause", "agency-1", new { id }, new { reason = "等待居民补充位置", until = "2026-05-25" });
        await recorder.CallAsync("CasePauseDecision", "government-1", new { id }, new { granted = true, note = "同意暂停" });
        await recorder.CallAsync("CaseResume", "government-1", new { id });
        await recorder.CallAsync("CaseSupervise", "supervisor-1", new { id }, new { level = 1, text = "请说明进度并按期答复。", answerBy = "2026-05-20" });
        await recorder.CallAsync("CaseSupervisionAnswer", "agency-1", new { id }, new { text = "配件已到，本周内完成。" });
        await ReplyAsync(id);
        await recorder.CallAsync("CaseReject", deputy, new { id }, new { reason = "现场仍有一盏灯不亮" });
        await ReplyAsync(id);
        await recorder.CallAsync("CaseAccept", deputy, new { id }, new { note = "现场已看过，认可", handling = "satisfied", result = "basicallySatisfied" });
        await recorder.CallAsync("CaseEvaluate", "resident-1", new { id }, new { grade = "satisfied", text = "灯亮了，谢谢" });
        await AlertsAsync(deputy);
        return id;
    }

    private Task<ApiAnswer> ReplyAsync(string id) => recorder.CallAsync(
        "CaseReply", "agency-1", new { id }, new { outcome = "solved", publicText = "三盏路灯已更换，恢复照明。", internalNote = "已派工单 2026-118", attachmentIds = Array.Empty<string>() });

    private async Task AlertsAsync(string deputy)
    {
        var alerts = await recorder.CallAsync("ListAlerts", deputy, new { unread = true, limit = 2 });
        await recorder.CallAsync("MarkAlertRead", deputy, new { id = (string)alerts["items"][0]!["id"]! });
        await recorder.CallAsync("GetMyAlertChoices", "supervisor-1");
        await recorder.CallAsync("SetMyAlertChoices", "supervisor-1", null, new { stages = new[] { "handover", "handling" } });
    }

    private async Task ReadAsync(string id)
    {
        await recorder.CallAsync("ListCases", "resident-1", new { role = "mine", limit = 1 });
        await recorder.CallAsync("GetCase", "resident-1", new { id });
        await recorder.CallAsync("SeeCase", "resident-1", new { id });
        await recorder.CallAsync("ListCaseStages", "resident-1", new { id });
        await recorder.CallAsync("ListCaseEvents", "resident-1", new { id });
        await recorder.CallAsync("ListPapers", "committee-1", new { id });
        await recorder.CallAsync("GetPaper", "committee-1", new { id, kind = "handover-order" });
        await recorder.CallAsync("GetCaseFile", "committee-1", new { id });
        await recorder.CallAsync("ListSimilar", "committee-1", new { id });
    }

    private async Task BesideTheRoadAsync()
    {
        var (answered, deputy) = await SubmitAsync("resident-1");
        await recorder.CallAsync("CaseAnswer", deputy, new { id = answered }, new { text = "已与物业联系，三日内修好路灯。" });

        (var redirected, deputy) = await SubmitAsync("resident-1");
        await recorder.CallAsync("CaseRedirect", deputy, new { id = redirected }, new { reason = "notCompetent", destination = "hotline12345", text = "请拨打 12345 反映，由热线统一派单。" });

        (var withdrawn, _) = await SubmitAsync("resident-1");
        await recorder.CallAsync("CaseWithdraw", "resident-1", new { id = withdrawn }, new { reason = "问题已经自行解决" });

        (var transferred, deputy) = await SubmitAsync("resident-1");
        var other = ((string[])["deputy-1", "deputy-2", "deputy-3"]).First(one => one != deputy);
        await recorder.CallAsync("CaseTransfer", deputy, new { id = transferred }, new { deputyId = await DeputyIdAsync(other), note = "请更熟悉情况的代表接手" });

        await recorder.CallAsync("FollowCase", "resident-1", new { id = transferred });
        await recorder.CallAsync("UnfollowCase", "resident-1", new { id = transferred });
        await recorder.CallAsync("ListCaseConsents", "resident-1", new { id = transferred });
        await recorder.CallAsync("WithdrawConsent", "resident-1", new { id = transferred, consent = "publishText" });
        (var merged, deputy) = await SubmitAsync("resident-3");
        await recorder.CallAsync("CaseMerge", deputy, new { id = merged }, new { intoCaseId = await OpenOfAsync(deputy), note = "同一处路灯" });

        (var returned, deputy) = await SubmitAsync("resident-1");
        await recorder.CallAsync("CaseAdopt", deputy, new { id = returned }, new { suggestionTitle = "关于路灯的建议" });
        await recorder.CallAsync("CaseReturnToDeputy", "committee-1", new { id = returned }, new { reason = "情况不清，请补充核实后再提" });
        await recorder.CallAsync("CaseAdopt", deputy, new { id = returned }, new { suggestionTitle = "关于路灯的建议", note = "已补充核实" });
        await recorder.CallAsync("CaseHandOver", "committee-1", new { id = returned }, new { note = "请办理" });
        await recorder.CallAsync("CaseAssign", "government-1", new { id = returned }, new { leadAgencyId = _lead, coAgencyIds = Array.Empty<string>() });
        await recorder.CallAsync("CaseReturnToOffice", "agency-1", new { id = returned }, new { reason = "notCompetent", proposedAgencyId = _second });
    }

    /// <summary>What a deputy suggests without a resident, and another one signs.</summary>
    private async Task OwnSuggestionAsync()
    {
        var written = await recorder.CallAsync("SubmitSuggestion", "deputy-1", body: new
        {
            kind = "suggestion",
            categoryId = _category,
            title = "关于改造化武路路灯的建议",
            problem = "化武路路灯老化，夜间多处不亮，老人出行不安全。",
            proposal = "建议更换节能路灯，并明确养护单位。",
            place = Place,
            attachmentIds = Array.Empty<string>(),
            @public = false,
            coSignerIds = new[] { await DeputyIdAsync("deputy-2") },
        });
        var id = (string)written["id"]!;
        await recorder.CallAsync("CaseCoSign", "deputy-2", new { id }, new { agreed = true, note = "同意，情况属实" });
        await recorder.CallAsync("CaseAskCoSigners", "deputy-1", new { id }, new { coSignerIds = new[] { await DeputyIdAsync("deputy-3") } });
    }

    /// <summary>One of the reports whose stage is late.</summary>
    private async Task UrgeAsync()
    {
        foreach (var persona in (string[])["resident-1", "resident-2", "resident-3"])
        {
            var late = await (await recorder.AsAsync(persona)).GetAsync("/api/v1/cases?role=mine&overdue=true&limit=1");
            if (late["items"] is not JsonArray { Count: > 0 } items)
                continue;

            await recorder.CallAsync("CaseUrge", persona, new { id = (string)items[0]!["id"]! });
            return;
        }

        throw new InvalidOperationException("Nobody has a late report.");
    }

    /// <summary>Another report of the same deputy that still waits.</summary>
    private async Task<string> OpenOfAsync(string deputy)
    {
        while (true)
        {
            var (id, with) = await SubmitAsync("resident-2");
            if (with == deputy)
                return id;
        }
    }

    /// <summary>A text and a photo that WeChat is unsure about, which the committee office releases.</summary>
    private async Task ReviewAsync()
    {
        var weChat = recorder.Server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        var photo = (string)(await (await recorder.AsAsync("resident-1")).UploadAsync(Photos.Jpeg())).Body!["id"]!;
        weChat.ScriptVerdict("人大代表选举", "review", 20001);
        weChat.ScriptVerdict(photo, "review", 21000);
        var (id, _) = await SubmitAsync("resident-1", isPublic: true, photo, "希望公开人大代表选举的时间和地点，方便居民参加。");
        await recorder.Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(CancellationToken.None);
        await weChat.WhenPushesEndAsync();
        await recorder.CallAsync("ReleaseReport", "committee-1", new { id });
        await recorder.CallAsync("ReleasePhoto", "committee-1", new { id = photo });
    }

    private async Task RatingLinkAsync()
    {
        var keeper = await recorder.AsAsync("keeper-1");
        var id = (string)(await keeper.SubmitAsync(new { onBehalfOf = new { name = "李老汉", phone = "13800001111" } })).Body!["id"]!;
        var deputy = await HolderOfAsync(id);
        await recorder.CallAsync("CaseAnswer", deputy, new { id }, new { text = "路灯已经修好，请放心。" });
        await keeper.AdvanceAsync("PT1M");
        var text = recorder.LastTextTo("13800001111");
        var token = text[(text.IndexOf("/r/", StringComparison.Ordinal) + 3)..];
        await recorder.CallAsync("GetRatingLink", "nobody", new { token });
        await recorder.CallAsync("RateByLink", "nobody", new { token }, new { grade = "satisfied", text = "很快" });
    }

    /// <summary>What everybody reads: a report whose text and photo have passed.</summary>
    private async Task PublishedAsync()
    {
        var photo = (string)(await (await recorder.AsAsync("resident-1")).UploadAsync(Photos.Jpeg())).Body!["id"]!;
        var report = new { text = Text + "公开的这一件。", attachmentIds = new[] { photo }, photosPublic = true };
        var id = (string)(await (await recorder.AsAsync("resident-1")).SubmitAsync(report)).Body!["id"]!;
        await recorder.Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(CancellationToken.None);
        await recorder.Server.Services.GetRequiredService<EmbeddedSandbox>().Control.WhenPushesEndAsync();
        var deputy = await recorder.AsAsync(await HolderOfAsync(id));
        await deputy.MoveAsync(id, "answer", new { text = "已与物业联系，三日内修好路灯。" });
        const string jurisdiction = "371311";
        await recorder.CallAsync("ListPublicPlaces", "nobody");
        await recorder.CallAsync("GetPublicPlace", "nobody", new { jurisdiction });
        var published = await recorder.CallAsync("ListPublishedCases", "nobody", new { jurisdiction, q = "公开的这一件", limit = 2 });
        var number = (string)published["items"][0]!["number"]!;
        await recorder.CallAsync("GetPublishedCase", "nobody", new { jurisdiction, number });
        await recorder.CallAsync("GetPublishedRates", "nobody", new { jurisdiction });
        await recorder.CallAsync("GetPublishedPhoto", "nobody", new { jurisdiction, number, id = photo });
    }

    private int _reports;

    private async Task<(string Id, string Deputy)> SubmitAsync(string persona, bool isPublic = false, string? photo = null, string? text = null)
    {
        var body = new
        {
            stationCode = _code,
            categoryId = _category,
            title = "路灯不亮",
            text = text ?? Text + (++_reports == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"第 {_reports} 处。")),
            place = Place,
            attachmentIds = photo is null ? [] : new[] { photo },
            contact = new { name = "张三", phone = "13912345678", shareWithAgency = false },
            @public = isPublic,
        };
        var id = (string)(await recorder.CallAsync("SubmitCase", persona, body: body))["id"]!;
        return (id, await HolderOfAsync(id));
    }

    private async Task<string> HolderOfAsync(string id)
    {
        foreach (var deputy in (string[])["deputy-1", "deputy-2", "deputy-3"])
        {
            if ((await (await recorder.AsAsync(deputy)).CaseAsync(id)).Status == System.Net.HttpStatusCode.OK)
                return deputy;
        }

        throw new InvalidOperationException("The report is with none of the three.");
    }

    private async Task<string> AgencyOfAsync(string persona) => (string)(await (await recorder.AsAsync(persona)).GetAsync("/api/v1/me"))["agencyId"]!;

    private async Task<string> DeputyIdAsync(string persona) => (string)(await (await recorder.AsAsync(persona)).GetAsync("/api/v1/me"))["deputyId"]!;
}
