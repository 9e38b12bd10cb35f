using ScanDeputy.Domain.Cases;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>Texts that the demo's offices keep for answers.</summary>
internal static class TemplateCatalog
{
    private static readonly (string? Category, Move Move, string Title, string Text)[] All =
    [
        (null, Move.Answer, "已了解，直接答复", "{称呼}：您反映的{类别}问题（{编号}）我已到现场了解。情况如下："),
        (null, Move.Answer, "需要进一步了解", "{称呼}：您反映的{类别}问题（{编号}）已收到。我会在三个工作日内到{地点}走访，了解后再答复您。"),
        (null, Move.Redirect, "请拨打 12345", "{称呼}：您反映的事项由政务服务热线直接受理更快。请拨打 12345，说明地点{地点}和联系方式，热线会给您编号并限时答复。"),
        (null, Move.ReturnToDeputy, "请补充具体位置", "请代表补充具体位置和现场照片后再提交，以便确定承办单位。"),
        (null, Move.HandOver, "请按期办理", "请政府办按规定期限转办，办理结果由承办单位直接答复代表。"),
        (null, Move.Assign, "请主办单位牵头", "请主办单位牵头办理{编号}（{类别}，{地点}），会办单位配合，按期答复代表。"),
        (null, Move.Reply, "已解决", "{称呼}：您反映的{类别}问题（{编号}）已由{承办单位}办理完毕：。感谢您的监督。"),
        (null, Move.Reply, "已列入计划", "{称呼}：您反映的{类别}问题（{编号}）已列入{承办单位}工作计划，将于{承诺日期}前完成。"),
        ("road-light", Move.Reply, "路灯已修复", "{称呼}：{地点}的路灯已由{承办单位}更换损坏的灯具并检修线路，现已恢复照明。"),
        ("manhole", Move.Reply, "井盖已更换", "{称呼}：{地点}的井盖已由{承办单位}更换并加装防坠网。"),
        ("road", Move.Reply, "路面已修补", "{称呼}：{地点}的破损路面已由{承办单位}铣刨修补，恢复通行。"),
        ("heating", Move.Reply, "供热流量已调整", "{称呼}：{承办单位}已排查二次管网并调整供热流量，室内温度如仍不达标，请拨打供热服务电话。"),
    ];

    public static async Task InsertAsync(Seeding seeding)
    {
        using var insert = seeding.Insert("answer_templates", "id", "jurisdiction", "reference", "category_id", "move", "title", "text");
        for (var i = 0; i < All.Length; i++)
            await insert.RunAsync(seeding.NewId(), DemoData.Jurisdiction, Seeding.Number('M', i + 1), All[i].Category, All[i].Move, All[i].Title, All[i].Text);
    }
}
