using System.Text.RegularExpressions;

namespace ScanDeputy.Domain.Privacy;

/// <summary>Names of people, where a title behind them or a word before them says that they are names.</summary>
internal static partial class NameDetails
{
    private const string Surnames = "赵孙李周吴郑王冯陈褚蒋沈韩杨朱秦尤许吕张孔曹严魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌苗凤花俞袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬卞伍余卜顾孟穆萧肖尹姚邵汪祁"
        + "禹狄贝臧伏戴谈宋茅庞熊舒屈祝董梁杜阮蓝闵席季麻强贾娄危江颜郭梅盛刁钟徐邱丘骆夏蔡樊胡凌霍虞柯卢莫裘缪解应宗丁邓洪诸石崔吉龚邢裴陆荣翁荀焦侯宁仇甘厉武符刘詹龙叶黎白蒲卓池乔闻党翟谭姬申冉桑桂牛"
        + "尚柴瞿阎连艾容古易廖耿匡寇欧聂敖冷辛简饶曾沙岳靳段巩牟佟商佘墨哈代付涂曲丛隋闫米苟";

    // Surnames that also end or begin other words: 公安局长, 语文老师, 货车师傅.
    private const string Ambiguous = "马高林何黄安管车文习常万方东金钱水田路边房项司元关平毛明包任于齐华温单景卫康程宣纪";

    private const string Compounds = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|长孙|宇文|端木|独孤|南宫";

    private const string Titles = "(?:副|常务副|总|大|小)?(?:局长|主任|书记|科长|处长|股长|镇长|乡长|区长|县长|市长|村长|院长|校长|园长|所长|队长|站长|组长|厂长|社长|会长|部长|厅长|司长|主席|委员|经理|总监|老板|"
        + "支书|会计|出纳|文书|干事|网格员|楼长|医生|医师|大夫|护士|护士长|老师|教授|教练|警官|民警|法官|检察官|律师|工程师|师傅|先生|女士|小姐|阿姨|大爷|大妈|大娘|大叔|大哥|大姐|奶奶|爷爷|同志|总(?![是在的共会要说觉体部之算]))";

    // No part of a given name where a title follows: places, offices, and what a sentence is made of.
    private const string Given = "(?![村区县市镇乡街道路局科室部处所院校站队组会委办社厂店司庄里家的了是在和有个副总正老原前任某与跟给找问叫被让向请说到去来对传级复台目务片])[\\p{IsCJKUnifiedIdeographs}]";

    private const string Hidden = "[某×xX*＊○]{1,3}";

    public static IEnumerable<PersonalDetail> Find(PlainText written) =>
        WithTitle().Matches(written.Text).Concat(Introduced().Matches(written.Text)).Select(found => written.Detail(PersonalDetailKind.Name, found.Groups["name"]));

    [GeneratedRegex($"(?<name>(?:{Compounds}|[{Surnames}]|(?<![\\p{{IsCJKUnifiedIdeographs}}-[的了是在和与跟给找问叫被让向请说对]])[{Ambiguous}])(?:{Hidden}|(?:{Given}){{1,2}}?)??{Titles})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithTitle();

    [GeneratedRegex($"(?:我叫|我是|名叫|本人|姓名|联系人|当事人|户主|业主|法人|邻居|住户)[\\s:是叫为]{{0,3}}(?<name>(?:{Compounds}|[{Surnames}{Ambiguous}])(?:{Hidden}|(?:{Given}){{1,2}}))(?![\\p{{IsCJKUnifiedIdeographs}}-[的是住在和与说电手家也已想有]])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Introduced();
}
