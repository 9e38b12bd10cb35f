using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Server.Demo.Seed;

/// <param name="Agency">Place in <see cref="AgencySeed.Bureaus"/> of the bureau that leads in the whole county.</param>
/// <param name="Work">What is done about it, for answers: the rest of a sentence that begins with 安排人员.</param>
/// <param name="Problems">What people say is wrong: a short form for titles, a long one for texts.</param>
internal sealed record SeedCategory(string Id, string Name, CategoryIcon Icon, int Agency, string Work, params (string Title, string Text)[] Problems);

/// <summary>What people report, after the examples in the reports of real stations.</summary>
internal static class CategoryCatalog
{
    public static readonly IReadOnlyList<SeedCategory> All =
    [
        new("road-light", "路灯照明", CategoryIcon.Light, AgencySeed.CityManagement, "更换损坏的灯具并检修线路",
            ("路灯不亮", "的路灯已经坏了一个多星期，晚上漆黑一片，老人和孩子出门很不安全"),
            ("路灯时亮时灭", "有四盏路灯时亮时灭，下夜班骑车经过时好几次差点撞到人"),
            ("没有安装路灯", "新修的这段路一直没有安装路灯，学生放晚自习回家只能打手电")),
        new("manhole", "井盖", CategoryIcon.Manhole, AgencySeed.Housing, "更换破损井盖并加装防坠网",
            ("井盖破损", "的污水井盖裂开一道大口子，车一压就响，随时可能塌下去"),
            ("井盖缺失", "的井盖不见了，现在只用一块木板盖着，下雨天根本看不清"),
            ("井盖下沉", "的井盖比路面低了十多公分，电动车经过时很容易摔倒")),
        new("road", "道路坑洼", CategoryIcon.Road, AgencySeed.Transport, "对破损路面进行铣刨修补",
            ("路面坑洼", "的路面坑坑洼洼，最深的坑有二十公分，下雨就积水，前天还有人骑车摔伤"),
            ("道路破损严重", "因为大货车来回碾压，沥青已经碎成一片，接送孩子的车都要绕行"),
            ("非机动车道塌陷", "的非机动车道塌了一块，只放了一个锥桶，没有人来修")),
        new("heating", "供暖", CategoryIcon.Heating, AgencySeed.Housing, "排查二次管网并调整供热流量",
            ("供暖温度不达标", "今年供暖以后室内一直只有十五六度，家里有老人和小孩，白天也得穿棉袄"),
            ("暖气管道漏水", "的供热管道漏水，打过几次电话都说在排队，楼道里全是水汽"),
            ("尚未通暖", "的住户去年就交了配套费，到现在还没有接通暖气")),
        new("charging", "充电桩", CategoryIcon.Power, AgencySeed.Development, "协调供电和运营企业增设充电设施",
            ("充电桩不够用", "只有六个电动车充电口，晚上根本抢不到，有人从楼上拉飞线充电，很危险"),
            ("充电桩长期故障", "的汽车充电桩坏了三个月没有人修，屏幕一直是黑的"),
            ("希望建设充电棚", "没有集中充电的地方，大家把电动车推进楼道，消防隐患很大")),
        new("drain", "沟渠排水", CategoryIcon.Drain, AgencySeed.Water, "清淤疏通并修复过路涵管",
            ("排水沟堵塞", "的排水沟被垃圾和淤泥堵死了，一下雨水就倒灌进院子"),
            ("雨后积水", "地势低，每次大雨都积水到膝盖，几户人家的墙根已经泡酥了"),
            ("沟渠发臭", "的沟渠常年没有清理，夏天又臭又招蚊子，附近居民不敢开窗")),
        new("sanitation", "环境卫生", CategoryIcon.Environment, AgencySeed.CityManagement, "增加清运频次并更换垃圾桶",
            ("垃圾清运不及时", "的垃圾桶三四天才清一次，污水流到路上，走路都要绕开"),
            ("建筑垃圾乱倒", "的空地被人倒了十几车建筑垃圾，风一刮满天是土"),
            ("公厕无人打扫", "的公厕长期无人打扫，水龙头也坏了，赶集的人意见很大")),
        new("greening", "园林绿化", CategoryIcon.Greening, AgencySeed.NaturalResources, "修剪补植并加强日常养护",
            ("树枝遮挡窗户", "的行道树长得太密，把二三楼的窗户都挡住了，白天也要开灯"),
            ("绿化带枯死", "的绿化带大片枯死，露出黄土，刮风下雨都往路上跑"),
            ("枯树有倒伏危险", "有两棵枯死的大杨树，大风天掉树枝，已经砸坏过一辆车")),
        new("signal", "交通信号", CategoryIcon.Traffic, AgencySeed.TrafficPolice, "优化信号配时并完善标志标线",
            ("信号灯配时不合理", "的绿灯只有十几秒，早高峰排队要等四五个灯，老人走到一半就变红了"),
            ("希望增设信号灯", "车流量很大却没有信号灯，放学的时候车和学生挤在一起"),
            ("斑马线看不清", "的斑马线磨得看不见了，车辆不减速，过马路提心吊胆")),
        new("parking", "停车管理", CategoryIcon.Parking, AgencySeed.CityManagement, "规范施划停车泊位并加强巡查",
            ("占道停车严重", "两边停满了车，消防车根本进不来，晚上会车要堵半个小时"),
            ("盲道被占用", "的盲道长期被电动车和摊位占用，视力不好的人没法走"),
            ("停车位不足", "周边没有公共停车场，来办事的人只能停在绿化带上")),
        new("property", "物业管理", CategoryIcon.Housing, AgencySeed.Housing, "约谈物业企业并督促限期整改",
            ("电梯经常故障", "的电梯一个月困人三次，物业每次都说在等配件，住高层的老人不敢下楼"),
            ("消防通道被堵", "的消防通道停满私家车，物业只收费不管理"),
            ("公共收益不公开", "的电梯广告和停车收益从来没有公示过，业主问了也没有答复")),
        new("education", "教育", CategoryIcon.School, AgencySeed.Education, "会同学校调整课后服务和上下学安排",
            ("放学时间与下班冲突", "下午四点就放学，双职工家庭没法接，希望延长课后服务时间"),
            ("校门口拥堵", "上下学时间门口堵成一团，家长的车乱停，孩子只能在车缝里走"),
            ("午餐质量问题", "的配餐经常是凉的，菜样也少，希望学校公开采购和留样情况")),
        new("health", "医疗卫生", CategoryIcon.Health, AgencySeed.Health, "协调医疗机构增派坐诊人员并补充常用药",
            ("卫生室缺药", "的卫生室经常缺降压药和常用药，老人要坐车到区里去开"),
            ("希望专家下乡坐诊", "看慢性病的老人多，希望区医院的专家能定期来坐诊"),
            ("疫苗预约难", "每次预约都抢不到号，希望增加接种日和窗口")),
        new("water", "供水", CategoryIcon.Water, AgencySeed.Water, "冲洗管网并更换老化管道",
            ("水压不足", "四楼以上早晚几乎没有水，洗菜做饭都要提前接好"),
            ("自来水发黄", "最近一周自来水发黄还有沉淀，不敢给孩子喝"),
            ("频繁停水", "一个月停了五次水，事先没有通知，做小生意的损失不小")),
        new("bus", "公交出行", CategoryIcon.Bus, AgencySeed.Transport, "调整班次并完善候车设施",
            ("公交班次太少", "的公交车一个多小时才一班，末班车下午五点半就没有了，上班的人赶不上"),
            ("希望增设站点", "离最近的公交站有两公里，老人看病只能花钱打车"),
            ("候车亭破损", "的候车亭顶棚掉了，下雨没处躲，站牌也看不清")),
    ];

    /// <summary>Reports of these are not taken here; people are told at once where to go.</summary>
    /// <summary>What fits nowhere else.</summary>
    public static readonly SeedCategory Other = new("other", "其他", CategoryIcon.Other, AgencySeed.Bureaus.Count - 1, "会同有关部门研究办理");

    public static readonly IReadOnlyList<(string Id, string Name, CategoryIcon Icon, string Stopper)> Stopped =
    [
        ("police", "报警求助", CategoryIcon.Safety, "紧急情况请立即拨打 110（报警）、119（火警）或 120（急救），代表联络站不受理报警。"),
        ("litigation", "涉法涉诉", CategoryIcon.Law, "正在诉讼、仲裁或已经裁判的事项，请向人民法院或作出决定的机关提出；人大代表不干预个案审理。"),
    ];
}
