namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>One report's place and words, put together from pieces by dice.</summary>
internal sealed class CaseText
{
    private static readonly string[] Spots = ["东侧小路", "主街路口", "文化广场旁", "农贸市场北门", "便民超市门口", "河边步道", "南门外", "幸福路中段", "公交站附近", "老年活动室门前"];
    private static readonly string[] Buildings = ["3号楼", "7号楼", "12号楼", "北区", "南区", "二期", "沿街楼"];
    private static readonly string[] Schools = ["小学", "中心小学", "实验学校", "幼儿园"];

    private static readonly string[] Openings = ["代表您好！", "您好，想反映一个问题：", "", "", "我在这里住了十几年，", "麻烦代表帮忙看看：", "受邻居们委托反映："];

    private static readonly string[] Details =
        ["", "已经和社区说过一次，还没有结果。", "附近有二十多户人家都受影响。", "这个问题断断续续有大半年了。", "前两天下雨之后更严重了。", "拍了照片，可以到现场核实。"];

    private static readonly string[] Requests =
        ["希望尽快安排人来看看，给大家一个答复。", "请代表帮忙协调解决，谢谢！", "盼望有关部门早点处理，免得出事。", "希望能给个明确的时间，大家心里有数。", "请帮忙督促一下，感谢代表为老百姓办实事。"];

    public CaseText(Dice dice, SeedCategory category, SeedTown town)
    {
        var village = dice.Of(town.Villages).Name;
        var (title, text) = dice.Of(category.Problems);
        Place = village + dice.Of(SpotsOf(category));
        Problem = title;
        Address = $"罗庄区{town.Name}{Place}";
        Text = $"{dice.Of(Openings)}{Place}{text}。{dice.Of(Details)}{dice.Of(Requests)}";
    }

    public string Place { get; }

    public string Problem { get; }

    public string Address { get; }

    public string Text { get; }

    private static string[] SpotsOf(SeedCategory category) => category.Id switch
    {
        "education" => Schools,
        "health" => ["", "附近"],
        "bus" => ["西头", "南头", "北侧"],
        "property" or "heating" or "water" or "charging" => Buildings,
        _ => Spots,
    };
}
