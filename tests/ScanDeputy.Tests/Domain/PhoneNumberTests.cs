using ScanDeputy.Domain;
using Xunit;

namespace ScanDeputy.Tests.Domain;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("13800138000")]
    [InlineData("138 0013 8000")]
    [InlineData("138-0013-8000")]
    [InlineData("+86 138 0013 8000")]
    [InlineData("+8613800138000")]
    [InlineData("＋８６　１３８００１３８０００")]
    [InlineData("8613800138000")]
    [InlineData("86-138-0013-8000")]
    [InlineData("(+86)13800138000")]
    [InlineData("0086 13800138000")]
    [InlineData("013800138000")]
    [InlineData("tel:+86-138-0013-8000")]
    [InlineData("\u202a138\u00a00013\u200b8000\u202c")]
    [InlineData("  13800138000\t")]
    public void A_mobile_is_one_number_however_it_is_written(string written)
    {
        var phone = PhoneNumber.Parse(written)!;
        Assert.Equal(("86", "13800138000", "13800138000", true), (phone.Country, phone.Digits, phone.ToString(), phone.IsMainlandMobile));
    }

    [Theory]
    [InlineData("0539-8123456", "0539-8123456")]
    [InlineData("05398123456", "0539-8123456")]
    [InlineData("(0539)8123456", "0539-8123456")]
    [InlineData("（0539） 812 3456", "0539-8123456")]
    [InlineData("0539 - 8123456", "0539-8123456")]
    [InlineData("+86 539 8123456", "0539-8123456")]
    [InlineData("+86 (0)539 8123456", "0539-8123456")]
    [InlineData("86-0539-8123456", "0539-8123456")]
    [InlineData("010-12345678", "010-12345678")]
    [InlineData("+86 10 1234 5678", "010-12345678")]
    [InlineData("021 5555 6666", "021-55556666")]
    [InlineData("0451-87654321", "0451-87654321")]
    [InlineData("400-812-3456", "4008123456")]
    [InlineData("400 8123 456", "4008123456")]
    [InlineData("800-8123456", "8008123456")]
    [InlineData("+852 9123 4567", "+852 91234567")]
    [InlineData("00853 6612 3456", "+853 66123456")]
    [InlineData("+1 (415) 555-2671", "+1 4155552671")]
    [InlineData("+55 13800138000", "+55 13800138000")]
    [InlineData("+44 20 7946 0958", "+44 2079460958")]
    public void Other_numbers_keep_their_country_and_area(string written, string stored)
    {
        Assert.Equal(stored, PhoneNumber.Parse(written)?.ToString());
        Assert.Equal(PhoneNumber.Parse(written), PhoneNumber.Parse(stored));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("1")]
    [InlineData("12345")]
    [InlineData("8123456")]
    [InlineData("10000000000")]
    [InlineData("1380013800")]
    [InlineData("138001380000")]
    [InlineData("0400-8123456")]
    [InlineData("+86 10000000000")]
    [InlineData("+86")]
    [InlineData("+")]
    [InlineData("++8613800138000")]
    [InlineData("138+00138000")]
    [InlineData("13800138000转1")]
    [InlineData("1380013800O")]
    [InlineData("1.38E+10")]
    [InlineData("+0 13800138000")]
    [InlineData("+1 4155552671 123456")]
    [InlineData("13800138000 13800138000 13800138000 13800138000")]
    public void What_is_no_number_is_none(string? written) => Assert.Null(PhoneNumber.Parse(written));

    [Theory]
    [InlineData("86", "13800138000", "13800138000")]
    [InlineData("+86", "13800138000", "13800138000")]
    [InlineData("0086", "138 0013 8000", "13800138000")]
    [InlineData("55", "13800138000", "+55 13800138000")]
    [InlineData("8", "613800138000", "+8 613800138000")]
    [InlineData("861", "3800138000", "+861 3800138000")]
    [InlineData("852", "91234567", "+852 91234567")]
    public void A_verified_number_is_of_its_country(string country, string number, string stored) => Assert.Equal(stored, PhoneNumber.Of(country, number)?.ToString());

    [Theory]
    [InlineData("", "13800138000")]
    [InlineData("0", "13800138000")]
    [InlineData("CN", "13800138000")]
    [InlineData("86", "")]
    [InlineData("86", "none")]
    [InlineData("8613", "800138000")]
    public void Half_a_number_is_none(string country, string number) => Assert.Null(PhoneNumber.Of(country, number));
}
