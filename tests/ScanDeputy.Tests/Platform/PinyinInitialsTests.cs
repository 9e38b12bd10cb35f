using ScanDeputy.Server.Platform.Texts;
using Xunit;

namespace ScanDeputy.Tests.Platform;

public sealed class PinyinInitialsTests
{
    [Theory]
    [InlineData("罗庄街道", "lzjd")]
    [InlineData("龙潭社区居民委员会", "ltsqjmwyh")]
    [InlineData("长沙市", "css")]
    [InlineData("重庆市厦门路", "cqsxml")]
    [InlineData("三里庄Ａ区２号", "slzaq2h")]
    [InlineData("阿·图什", "ats")]
    [InlineData("", "")]
    public void Each_character_gives_the_letter_under_which_it_is_looked_for(string text, string initials) => Assert.Equal(initials, PinyinInitials.Of(text));
}
