using ScanDeputy.Domain.Cases.Similar;
using ScanDeputy.Domain.Stations;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>
/// Whether two reports are about the same matter, on pairs as people write them. Each pair has one category, as the candidates always have; the
/// limit lies between the two groups (docs/decisions/0014 has the figures).
/// </summary>
public sealed class SimilarCasesTests
{
    public static TheoryData<string, string> SameMatters => new()
    {
        { "化武路口路灯不亮。化武路与护城河路口的两盏路灯坏了一个星期，晚上漆黑一片，老人和孩子出门很不安全，希望尽快维修。", "护城河路和化武路交叉口的灯好几天不亮了，夜里走路看不见，请派人来修。" },
        { "村口的路灯坏了三天，晚上老人出门不安全，请尽快维修。", "我们村口路灯不亮已经好几天了，老人晚上出门怕摔倒，麻烦修一下。" },
        { "幸福路中段井盖破损。幸福路中段的污水井盖裂开一道大口子，车一压就响，随时可能塌下去。", "代表您好，幸福路中间有个井盖裂了，汽车压过去咣当响，怕是要掉下去，请处理。" },
        { "小区7号楼电梯一个月困人三次，物业每次都说在等配件，住高层的老人不敢下楼。", "7号楼的电梯老是坏，上周又把人困在里面，物业说没有配件，高层老人下不了楼。" },
        { "农贸市场北门垃圾桶三四天才清一次，污水流到路上，走路都要绕开。", "市场北门的垃圾没人及时清运，污水横流，大家都绕着走，希望增加清运次数。" },
        { "文化广场旁排水沟堵塞，下雨就积水，水倒灌进院子，几户人家墙根泡坏了。", "广场边上的排水沟被淤泥堵死，一下大雨水就灌进院子里，请安排清淤。" },
        { "四楼以上早晚没有水，洗菜做饭都要提前接好，希望解决水压不足。", "我们楼水压太小，早晚四楼往上根本没水，做饭都成问题。" },
        { "实验学校门口上下学时间堵成一团，家长的车乱停，孩子只能在车缝里走。", "孩子上学的实验学校门口每天堵车，接送的车乱停乱放，小孩从车缝里钻，太危险。" },
        { "3号楼暖气不热，今年供暖以后室内只有十五六度，老人小孩在家穿棉袄。", "三号楼供暖温度不达标，屋里才15度，老人孩子在家都要穿棉衣。" },
        { "主街路口的红绿灯绿灯时间太短，老人走到一半就变红了。", "主街路口绿灯只有十几秒，过马路走到一半就红灯，请调整配时。" },
        { "化武路路灯不亮，晚上漆黑一片。", "化武路晚上没有照明，走夜路很害怕，希望把灯修好。" },
        { "路灯坏了", "路灯不亮" },
    };

    public static TheoryData<string, string> DifferentMatters => new()
    {
        { "化武路口路灯不亮。化武路与护城河路口的两盏路灯坏了一个星期，晚上漆黑一片，老人和孩子出门很不安全，希望尽快维修。", "新修的湖北路一直没有安装路灯，学生放晚自习回家只能打手电，希望代表帮忙协调解决，谢谢！" },
        { "村口的路灯坏了三天，晚上老人出门不安全，请尽快维修。", "小区南门外的景观灯太亮，整夜照进卧室，影响休息，希望调暗或者按时关闭。" },
        { "有四盏路灯时亮时灭，下夜班骑车经过时好几次差点撞到人。", "路灯杆被大货车撞歪了，斜在人行道上方，随时会倒，请马上处理。" },
        { "幸福路中段的污水井盖裂开一道大口子，车一压就响，随时可能塌下去。", "南门外的井盖比路面低了十多公分，电动车经过时很容易摔倒，请帮忙督促。" },
        { "7号楼电梯一个月困人三次，物业每次都说在等配件，住高层的老人不敢下楼。", "小区电梯广告和停车收益从来没有公示过，业主问了物业也没有答复。" },
        { "7号楼电梯一个月困人三次，物业每次都说在等配件，住高层的老人不敢下楼。", "消防通道停满私家车，物业只收费不管理，救护车都进不来。" },
        { "农贸市场北门垃圾桶三四天才清一次，污水流到路上，走路都要绕开。", "空地被人倒了十几车建筑垃圾，风一刮满天是土。希望尽快安排人来看看，给大家一个答复。" },
        { "农贸市场北门垃圾桶三四天才清一次，污水流到路上。", "农贸市场北门的公厕长期无人打扫，水龙头也坏了，赶集的人意见很大。" },
        { "文化广场旁排水沟堵塞，下雨就积水，水倒灌进院子。", "沟渠常年没有清理，夏天又臭又招蚊子，附近居民不敢开窗。已经和社区说过一次，还没有结果。" },
        { "四楼以上早晚没有水，洗菜做饭都要提前接好，希望解决水压不足。", "最近一周自来水发黄还有沉淀，不敢给孩子喝。希望有关部门早点处理。" },
        { "实验学校门口上下学时间堵成一团，家长的车乱停，孩子只能在车缝里走。", "实验学校配餐经常是凉的，菜样也少，希望学校公开采购和留样情况。" },
        { "3号楼暖气不热，今年供暖以后室内只有十五六度，老人小孩在家穿棉袄。", "小区的供热管道漏水，打过几次电话都说在排队，楼道里全是水汽。" },
        { "主街路口的绿灯时间太短，老人走到一半就变红了。", "主街路口车流量很大却没有信号灯，放学的时候车和学生挤在一起。" },
        { "公交车一个多小时才一班，末班车下午五点半就没有了，上班的人赶不上。", "候车亭顶棚掉了，下雨没处躲，站牌也看不清，请代表帮忙协调解决，谢谢！" },
        // The same place, and the same courtesy around it: what is said of every matter must not count.
        { "代表您好！老年活动室门前的绿化带大片枯死，露出黄土，刮风下雨都往路上跑。希望尽快安排人来看看，给大家一个答复。", "代表您好！老年活动室门前的行道树长得太密，把二三楼的窗户都挡住了，白天也要开灯。希望尽快安排人来看看，给大家一个答复。" },
        { "两边停满了车，消防车根本进不来，晚上会车要堵半个小时。", "盲道长期被电动车和摊位占用，视力不好的人没法走。" },
        { "卫生室经常缺降压药和常用药，老人要坐车到区里去开。", "看慢性病的老人多，希望区医院的专家能定期来坐诊。" },
    };

    [Theory]
    [MemberData(nameof(SameMatters))]
    public void The_same_matter_in_other_words_is_alike(string one, string other) => Assert.InRange(Likeness(one, other), SimilarCases.LeastLikeness, 1);

    [Theory]
    [MemberData(nameof(DifferentMatters))]
    public void Different_matters_of_one_category_are_not(string one, string other) => Assert.InRange(Likeness(one, other), 0, SimilarCases.LeastLikeness - 0.005);

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("请问！", "路灯坏了", 0)]
    [InlineData("路灯坏了", "路灯坏了", 1)]
    [InlineData("ＬＥＤ路灯坏了", "led路灯坏了！！", 1)]
    public void Nothing_is_like_nothing_and_form_does_not_count(string one, string other, double likeness) => Assert.Equal(likeness, Likeness(one, other), 6);

    [Fact]
    public void The_beginning_of_a_long_report_decides_wherever_it_is_cut()
    {
        foreach (var blanks in Enumerable.Range(280, 20))
            Assert.InRange(Likeness("路灯坏了" + new string(' ', blanks) + "𠮷𠮷𠮷𠮷𠮷𠮷", "路灯坏了" + new string(' ', 400)), 0.5, 1);
    }

    [Fact]
    public void Near_is_half_a_kilometre_or_the_same_station()
    {
        var report = new SimilarCandidate("", "s1", new GeoPoint(35, 118.3), "化武路路灯不亮");
        // One degree of latitude is 111.19 km; at 35° a degree of longitude 91.08.
        SimilarCandidate[] others =
        [
            new("near", "s2", new GeoPoint(35.0044, 118.3), "化武路的路灯不亮了"),
            new("nearEast", "s2", new GeoPoint(35, 118.3054), "化武路的路灯不亮了"),
            new("far", "s2", new GeoPoint(35.0046, 118.3), "化武路的路灯不亮了"),
            new("farEast", "s2", new GeoPoint(35, 118.3056), "化武路的路灯不亮了"),
            new("nowhere", "s2", null, "化武路的路灯不亮了"),
            new("station", "s1", null, "化武路的路灯不亮了"),
            new("other", "s1", new GeoPoint(35, 118.3), "门口的垃圾没人清运"),
        ];

        Assert.Equal(["near", "nearEast", "station"], SimilarCases.Among(report, others, 10).Select(found => found.Id).Order(StringComparer.Ordinal));
        Assert.Equal(489, SimilarCases.Among(report, others, 10).Single(found => found.Id == "near").Metres!.Value, 1.0);
        Assert.Equal(["near"], SimilarCases.Among(report, others, 1).Select(found => found.Id));
    }

    [Fact]
    public void What_is_sure_comes_first_then_what_waits_for_an_answer_then_what_is_likest()
    {
        var here = new GeoPoint(35, 118.3);
        var report = new SimilarCandidate("", "s1", here, "化武路路灯不亮，晚上漆黑一片。");
        SimilarCandidate[] others =
        [
            new("weak", "s1", here, "化武路晚上没有照明，走夜路很害怕，希望把灯修好。"),
            new("away", "s1", new GeoPoint(35.02, 118.3), "化武路路灯不亮，晚上漆黑一片。"),
            new("answered", "s1", here, "化武路路灯不亮，晚上漆黑一片。", Awaited: false),
            new("open", "s1", here, "化武路的路灯不亮，晚上漆黑。"),
        ];
        var found = SimilarCases.Among(report, others, 10);
        Assert.Equal(["open", "answered", "away", "weak"], found.Select(one => one.Id));
        Assert.Equal([false, false, true, true], found.Select(one => one.Weak));
    }

    [Fact]
    public void The_box_around_a_place_holds_everything_near_it()
    {
        foreach (var lat in (double[])[4, 21.5, 35, 45, 53.5])
        {
            var place = new GeoPoint(lat, 118.3);
            var box = EarthDistance.Around(place, SimilarCases.NearMetres);
            for (var degree = 0; degree < 360; degree += 5)
            {
                var (dLat, dLng) = (Math.Sin(double.DegreesToRadians(degree)), Math.Cos(double.DegreesToRadians(degree)));
                var edge = new GeoPoint(lat + (dLat * 499.9 / 111_195), 118.3 + (dLng * 499.9 / (111_195 * Math.Cos(double.DegreesToRadians(lat)))));
                Assert.InRange(EarthDistance.Metres(place, edge), 498, 501);
                Assert.InRange(edge.Lat, box.South, box.North);
                Assert.InRange(edge.Lng, box.West, box.East);
            }

            Assert.InRange(EarthDistance.Metres(place, new GeoPoint(lat, box.East)), 500, 501);
        }
    }

    private static double Likeness(string one, string other) => WordSketch.Of(one).LikenessTo(WordSketch.Of(other));
}
