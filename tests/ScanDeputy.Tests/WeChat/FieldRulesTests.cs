using ScanDeputy.WeChat.Sandbox.Endpoints;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The table of value limits on the subscription message page.</summary>
public sealed class FieldRulesTests
{
    [Theory]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十", true)]
    [InlineData("thing1", "a\nb", false)]
    [InlineData("number1", "-12.5", true)]
    [InlineData("number1", "12,5", false)]
    [InlineData("letter1", "abc", true)]
    [InlineData("letter1", "abc1", false)]
    [InlineData("symbol1", "!?", true)]
    [InlineData("symbol1", "!?!?!?", false)]
    [InlineData("character_string1", "LZ-2026-000123", true)]
    [InlineData("character_string1", "编号1", false)]
    [InlineData("time1", "15:01", true)]
    [InlineData("time1", "2019年10月1日 15:01", true)]
    [InlineData("time1", "2019-10-01 15:01~2019-10-01 16:00", true)]
    [InlineData("time1", "15:01～16:00", false)]
    [InlineData("time1", "25:01", false)]
    [InlineData("date1", "2019年10月1日", true)]
    [InlineData("date1", "2019/10/01 15:01:59", true)]
    [InlineData("date1", "2026-01-01T15:01:00Z", false)]
    [InlineData("amount1", "¥100.50", true)]
    [InlineData("amount1", "100元", true)]
    [InlineData("amount1", "12345678901", false)]
    [InlineData("phone_number1", "+86-0539-8241234", true)]
    [InlineData("phone_number1", "+86-0539-82412345678", false)]
    [InlineData("car_number1", "鲁Q12345", true)]
    [InlineData("car_number1", "鲁Q1234567", false)]
    [InlineData("name1", "张三", true)]
    [InlineData("name1", "Zhang San", true)]
    [InlineData("name1", "一二三四五六七八九十一", false)]
    [InlineData("phrase1", "已答复", true)]
    [InlineData("phrase1", "已答复1", false)]
    [InlineData("phrase1", "已经全部答复", false)]
    [InlineData("mystery1", "x", false)]
    public void Value_keeps_or_breaks_its_rule(string key, string value, bool good) => Assert.Equal(good, FieldRules.IsGood(key, value));
}
