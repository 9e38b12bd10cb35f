using System.Security.Cryptography;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Server.Platform.Security;
using Xunit;

namespace ScanDeputy.Tests.Platform.Security;

public sealed class PersonalDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    private string KeyFile => Path.Combine(_folder, "keys.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("张三")]
    [InlineData("𠮷田 💡")]
    public void What_was_encrypted_comes_back_and_never_looks_the_same_twice(string plain)
    {
        var crypto = new PersonalData(KeyRing.OpenOrCreate(KeyFile));
        var first = crypto.Encrypt("name", plain);
        Assert.NotEqual(first, crypto.Encrypt("name", plain));
        Assert.Equal(plain, new PersonalData(KeyRing.OpenOrCreate(KeyFile)).Decrypt("name", first));
    }

    [Fact]
    public void A_value_of_another_purpose_an_altered_one_and_one_of_a_lost_key_are_refused()
    {
        var crypto = new PersonalData(KeyRing.OpenOrCreate(KeyFile));
        var encrypted = crypto.Encrypt("name", "张三");
        Assert.ThrowsAny<CryptographicException>(() => crypto.Decrypt("phone", encrypted));
        var bytes = Convert.FromBase64String(encrypted[3..]);
        bytes[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => crypto.Decrypt("name", "k1." + Convert.ToBase64String(bytes)));
        Assert.ThrowsAny<CryptographicException>(() => crypto.Decrypt("name", "k9" + encrypted[2..]));
    }

    [Fact]
    public void Equal_values_have_equal_hashes_under_one_key_only()
    {
        var crypto = new PersonalData(KeyRing.OpenOrCreate(KeyFile));
        var other = new PersonalData(KeyRing.OpenOrCreate(KeyFile + "2"));
        Assert.Equal(crypto.LookupHash("phone", "13900000001"), crypto.LookupHash("phone", "13900000001"));
        Assert.NotEqual(crypto.LookupHash("phone", "13900000001"), crypto.LookupHash("openid", "13900000001"));
        Assert.NotEqual(crypto.LookupHash("phone", "13900000001"), other.LookupHash("phone", "13900000001"));
    }

    [Fact]
    public void The_key_file_is_its_owner_s_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes.");
        KeyRing.OpenOrCreate(KeyFile);
#pragma warning disable CA1416 // Skipped on Windows above.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
#pragma warning restore CA1416
    }

    [Theory]
    [InlineData("13912345678", "139******78")]
    [InlineData("123", "****")]
    public void Phones_are_masked(string phone, string masked) => Assert.Equal(masked, Masks.Phone(phone));

    [Theory]
    [InlineData("王小四", "王*四")]
    [InlineData("王四", "王*")]
    [InlineData("𠮷", "*")]
    [InlineData("", "")]
    public void Names_are_masked(string name, string masked) => Assert.Equal(masked, Masks.Name(name));
}
