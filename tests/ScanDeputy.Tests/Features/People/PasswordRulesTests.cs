using ScanDeputy.Server.Features.People.Passwords;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>Which passwords may be set: long ones that nobody tries first; of whatever kinds of characters.</summary>
public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("short", "field_password_short")]
    [InlineData("九个字的密码还不够", "field_password_short")]
    [InlineData("tab\tin\u0000side-it", "field_password_signs")]
    [InlineData("1234567890", "field_password_common")]
    [InlineData("0987654321", "field_password_common")]
    [InlineData("aaaaaaaaaaaaaaaa", "field_password_common")]
    [InlineData("abcabcabcabcabc", "field_password_common")]
    [InlineData("qwertyuiop", "field_password_common")]
    [InlineData("1qaz2wsx3edc", "field_password_common")]
    [InlineData("Password123", "field_password_common")]
    [InlineData("P@ssw0rd2026", "field_password_common")]
    [InlineData("admin@2026", "field_password_common")]
    [InlineData("woaini1314", "field_password_common")]
    [InlineData("WoAiNi5201314", "field_password_common")]
    [InlineData("a19900101a", "field_password_common")]
    [InlineData("13987654321a", "field_password_common")]
    [InlineData("renda@lz2026", "field_password_common")]
    [InlineData("!@#$%^&*()", "field_password_common")]
    [InlineData("一二三四五六七八九十", "field_password_common")]
    [InlineData("zk-luozhuang-01!", "field_password_own")]
    [InlineData("ZK-LUOZHUANG-012", "field_password_own")]
    [InlineData("8613512340099xyz", "field_password_own")]
    [InlineData("kqvbtgxwzp", null)]
    [InlineData("村口的槐树今年开花晚", null)]
    [InlineData("paper boat under the bridge", null)]
    [InlineData("scandeputy 之前的人是老李", null)]
    [InlineData("mfk7-tq9x-wp", null)]
    public void A_password_is_judged_by_what_guessers_know(string password, string? fault) =>
        Assert.Equal(fault, PasswordRules.FaultOf(password, "zk-luozhuang-01", "8613512340099", null));

    [Fact]
    public void Every_password_that_the_program_makes_may_be_kept() =>
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(PasswordRules.FaultOf(IssuedPassword.New().Plain)));
}
