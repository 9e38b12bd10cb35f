using FsCheck;
using FsCheck.Fluent;
using ScanDeputy.Server.Platform.Security;
using Xunit;

namespace ScanDeputy.Tests.Platform.Security;

/// <summary>What people write about themselves without meaning to publish it.</summary>
public sealed class PersonalNumbersTests
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
    public void A_personal_number_is_masked_however_it_is_written(string text, string masked) => Assert.Equal(masked, PersonalNumbers.Mask(text).Text);

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
    [InlineData("")]
    public void What_is_no_personal_number_stays(string text)
    {
        var masked = PersonalNumbers.Mask(text);
        Assert.Equal(text, masked.Text);
        Assert.Empty(masked.Found);
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
            sample => PersonalNumbers.Mask($"{sample.before}{sample.number}{sample.after}").Text == $"{sample.before}{Masks.Phone(sample.number)}{sample.after}"));
    }
}
