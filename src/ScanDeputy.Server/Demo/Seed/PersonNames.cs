namespace ScanDeputy.Server.Demo.Seed;

/// <summary>Invented names: a surname and one or two characters drawn by dice, none twice.</summary>
internal sealed class PersonNames(ulong seed)
{
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜";
    private const string First = "建国秀明志文晓海玉春庆永德家立景新振兴佳雅子慧思丽红艳静美桂兰淑凤";
    private const string Second = "华军强伟勇杰涛峰斌超辉鹏飞宇浩亮刚平安民生福林森山川芳英娟敏霞燕玲梅琴云萍莉娜雪琳瑶";

    private readonly Dice _dice = new(seed);
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    public string Next()
    {
        while (true)
        {
            var name = $"{Draw(Surnames)}{(_dice.Chance(80) ? Draw(First) : "")}{Draw(Second)}";
            if (_given.Add(name))
                return name;
        }
    }

    private char Draw(string characters) => characters[_dice.Below(characters.Length)];
}
