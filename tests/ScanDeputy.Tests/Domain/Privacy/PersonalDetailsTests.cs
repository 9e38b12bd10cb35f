using FsCheck;
using FsCheck.Fluent;
using ScanDeputy.Domain.Privacy;
using Xunit;

namespace ScanDeputy.Tests.Domain.Privacy;

/// <summary>What people write about themselves without meaning to publish it.</summary>
public sealed class PersonalDetailsTests
{
    [Theory]
    [InlineData("请打13912345678联系我", "请打139******78联系我")]
    [InlineData("电话139 1234 5678。", "电话139******78。")]
    [InlineData("电话１３９１２３４５６７８", "电话139******78")]
    [InlineData("tel:+86-13912345678", "tel:+861********78")]
    [InlineData("座机0539-8291234", "座机053******34")]
    // The standard's own example of a check digit that is X (GB 11643-1999).
    [InlineData("身份证11010519491231002X。", "身份证1****************X。")]
    [InlineData("身份证 110105 19491231 002x", "身份证 1****************X")]
    [InlineData("卡号 6222 0212 3456 7890 128", "卡号 ***************0128")]
    [InlineData("卡号4111111111111111", "卡号************1111")]
    [InlineData("13912345678 13812345678", "139******78 138******78")]
    [InlineData("先打13912345678，卡号4111111111111111", "先打139******78，卡号************1111")]
    [InlineData("（0539）8123456", "053******56")]
    [InlineData("(0539)8123456", "053******56")]
    [InlineData("0539 - 8123456", "053******56")]
    [InlineData("0539—8123456", "053******56")]
    [InlineData("0539/8123456", "053******56")]
    [InlineData("（请打0539）8123456", "（请打053******56")]
    [InlineData("139 - 1234 - 5678", "139******78")]
    [InlineData("139\u00A01234\u20035678", "139******78")]
    [InlineData("139‑1234‑5678，139–1234–5678", "139******78，139******78")]
    [InlineData("139.1234.5678 139·1234·5678 139_1234_5678", "139******78 139******78 139******78")]
    [InlineData("1\u200B3\u200D9\u20601234\uFEFF5678", "139******78")]
    [InlineData("١٣٩١٢٣٤٥٦٧٨", "139******78")]
    [InlineData("१३९१२३४५६७८", "139******78")]
    [InlineData("𝟏𝟑𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "139******78")]
    [InlineData("①③⑨①②③④⑤⑥⑦⑧", "139******78")]
    [InlineData("一三九一二三四五六七八", "139******78")]
    [InlineData("幺三九一二三四五六七八", "139******78")]
    [InlineData("微信13912345678xx", "微信139******78Xx")]
    [InlineData("[0539]8123456", "053******56")]
    [InlineData("身份证110105－19491231－002Ｘ", "身份证1****************X")]
    [InlineData("身份证１１０１０５１９４９１２３１００２ｘ", "身份证1****************X")]
    [InlineData("座机8291234，打不通", "座机829**34，打不通")]
    [InlineData("微信号：zhang_san88", "微信号：z**********")]
    [InlineData("加微信 ＺｈａｎｇＳａｎ８８。", "加微信 Z*********。")]
    [InlineData("vx：abc-1234", "vx：a*******")]
    [InlineData("微信123456789", "微信1********")]
    [InlineData("QQ 123456789", "QQ 1********")]
    [InlineData("QQ号：１２３ ４５６ ７８９", "QQ号：1********")]
    [InlineData("扣扣是12345678", "扣扣是1*******")]
    [InlineData("车牌鲁Q12345", "车牌鲁Q*****")]
    [InlineData("鲁Q·A1B23占道", "鲁Q*****占道")]
    [InlineData("鲁Q D12345是新能源车", "鲁Q******是新能源车")]
    [InlineData("鲁Ｑ１２３４５Ｄ", "鲁Q******")]
    [InlineData("鲁q8812挂", "鲁q*****")]
    [InlineData("京A1234警", "京A*****")]
    public void A_personal_number_is_masked_however_it_is_written(string text, string masked) => Assert.Equal(masked, PersonalDetails.Mask(text).Text);

    [Theory]
    [InlineData("编号LZ-2026-000123，2026年5月15日")]
    [InlineData("花了12345元，共3.5公里")]
    [InlineData("订单号12345678901234567")]
    // Check digit and sum do not fit.
    [InlineData("11010519491231002")]
    [InlineData("110105194912310021")]
    [InlineData("4111111111111112")]
    // A thirteenth month.
    [InlineData("110105199913310026")]
    [InlineData("12345热线，请拨12388")]
    [InlineData("130 2026 0101")]
    [InlineData("139-2026-1231")]
    [InlineData("二〇二六年一月一日一三九")]
    [InlineData("2026-05-15 09:30 至 2026-05-16 18:00")]
    [InlineData("135、1234、5678")]
    [InlineData("1350元，1234人，5678户")]
    [InlineData("第一三九号，二三四五六七八")]
    [InlineData("打了电话12345也没人管")]
    [InlineData("微信支付12345元，微信群里2026年说过")]
    [InlineData("QQ 12345")]
    [InlineData("鲁QTEST")]
    [InlineData("从鲁西到豫东，G1511出口")]
    [InlineData("宽带wxyz-9999型号")]
    [InlineData("")]
    public void What_is_no_personal_number_stays(string text)
    {
        var masked = PersonalDetails.Mask(text);
        Assert.Equal(text, masked.Text);
        Assert.Empty(masked.Found);
    }

    /// <summary>Stays for others to see, and is told to the author.</summary>
    [Theory]
    [InlineData("找了张局长三次", "张局长")]
    [InlineData("李主任说不归他管", "李主任")]
    [InlineData("王某某医生态度差", "王某某医生")]
    [InlineData("社区的张副书记", "张副书记")]
    [InlineData("欧阳娜校长", "欧阳娜校长")]
    [InlineData("我找马主任", "马主任")]
    [InlineData("我叫张三，家住附近", "张三")]
    [InlineData("联系人：王小明", "王小明")]
    [InlineData("邻居赵大爷家漏水", "赵大爷")]
    [InlineData("盛庄小区3号楼2单元501下水道堵了", "盛庄小区3号楼2单元501")]
    [InlineData("盛庄花园１２号楼一单元三零二室", "盛庄花园１２号楼一单元三零二室")]
    [InlineData("3栋501室漏水", "3栋501室")]
    [InlineData("盛庄小区3-2-501", "盛庄小区3-2-501")]
    [InlineData("王家庄村35号门前积水", "王家庄村35号")]
    public void A_name_or_an_address_to_the_door_is_told_to_the_author(string text, string found)
    {
        var detail = Assert.Single(PersonalDetails.Find(text));
        Assert.Equal(found, detail.Written);
        Assert.Null(detail.Masked);
        Assert.Equal(text, PersonalDetails.Mask(text).Text);
    }

    [Theory]
    [InlineData("公安局长和社区主任都来过")]
    [InlineData("物业经理、语文老师、货车师傅、施工队长都说不归他们管")]
    [InlineData("由主任安排，项目经理负责")]
    [InlineData("我是盛庄街道的居民，业主都同意")]
    [InlineData("化武路12号对面，护城河路口东侧50米")]
    [InlineData("齿轮厂宿舍3号楼后墙")]
    [InlineData("小区2单元的电梯坏了")]
    [InlineData("2026-05-15在1单元门口")]
    [InlineData("高新区管委会主任，宣传委员，保卫科长")]
    public void What_names_nobody_is_not_told(string text) => Assert.Empty(PersonalDetails.Find(text));

    [Fact]
    public void Everything_is_found_once_in_the_order_of_the_text()
    {
        const string text = "我叫张三，微信13912345678，车牌鲁Q12345，住盛庄小区3号楼2单元501，找过李主任。";
        Assert.Equal(
            [PersonalDetailKind.Name, PersonalDetailKind.Phone, PersonalDetailKind.Plate, PersonalDetailKind.Address, PersonalDetailKind.Name],
            PersonalDetails.Find(text).Select(detail => detail.Kind));
        Assert.All(PersonalDetails.Find(text), detail => Assert.Equal(detail.Written, text[detail.Start..detail.End]));
    }

    [Fact]
    public void Every_mobile_number_is_found_between_any_words_and_nothing_else_is_changed()
    {
        var numbers = from second in Gen.Choose(3, 9)
                      from rest in Gen.Choose(0, 999_999_999)
                      select $"1{second}{rest:D9}";
        var words = Gen.Elements("", "请打", "电话：", "（", "abc ", "路灯坏了。");
        Check.QuickThrowOnFailure(Prop.ForAll(
            (from number in numbers from before in words from after in words select (number, before, after)).ToArbitrary(),
            sample => PersonalDetails.Mask($"{sample.before}{sample.number}{sample.after}").Text == $"{sample.before}{Masks.Phone(sample.number)}{sample.after}"));
    }
}
