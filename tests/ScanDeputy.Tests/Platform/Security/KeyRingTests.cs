using System.Security.Cryptography;
using ScanDeputy.Server.Platform.Security;
using Xunit;

namespace ScanDeputy.Tests.Platform.Security;

public sealed class KeyRingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    private string KeyFilePath => Path.Combine(_folder, "keys.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_that_another_program_added_is_found_without_a_restart()
    {
        var ring = KeyRing.OpenOrCreate(KeyFilePath);
        var reader = new PersonalData(ring);
        KeyFile.Write(KeyFilePath, KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: true, KeyAlgorithm.Aes));
        var written = new PersonalData(KeyRing.Open(KeyFilePath)).Encrypt("name", "张三");
        Assert.StartsWith("k2.", written, StringComparison.Ordinal);
        Assert.Equal("张三", reader.Decrypt("name", written));
        Assert.Equal("k2", ring.Current.Id);
    }

    [Fact]
    public void A_file_that_lacks_a_known_key_or_cannot_be_read_changes_nothing()
    {
        var ring = KeyRing.OpenOrCreate(KeyFilePath);
        var written = new PersonalData(ring).Encrypt("name", "张三");
        KeyRing.OpenOrCreate(KeyFilePath + "2");
        foreach (var content in (string[])[File.ReadAllText(KeyFilePath + "2"), "{", ""])
        {
            File.WriteAllText(KeyFilePath, content);
            Assert.Equal("k1", ring.Current.Id);
            Assert.Equal("张三", new PersonalData(ring).Decrypt("name", written));
        }

        Assert.Throws<CryptographicException>(() => ring.Find("k2"));
    }

    [Fact]
    public void Through_a_link_the_file_behind_it_is_watched()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        KeyRing.OpenOrCreate(KeyFilePath);
        var link = Path.Combine(_folder, "link.json");
        File.CreateSymbolicLink(link, KeyFilePath);
        var ring = KeyRing.Open(link);
        Assert.Equal("k1", ring.Current.Id);
        KeyFile.Write(KeyFilePath, KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: true, KeyAlgorithm.Aes));
        Assert.Equal("k2", ring.Current.Id);
    }

    [Fact]
    public void A_new_key_is_known_before_it_is_used_and_has_a_name_of_its_own()
    {
        KeyRing.OpenOrCreate(KeyFilePath);
        var content = KeyFile.Add(KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: false, KeyAlgorithm.Sm4), inUse: false, KeyAlgorithm.Aes);
        Assert.Equal("k1", content.Keys[0].Id);
        Assert.Equal(["k1", "k2", "k3"], content.Keys.Select(entry => entry.Id).Order(StringComparer.Ordinal));
        Assert.Equal("k3", KeyFile.Use(content, "k3")!.Keys[0].Id);
        Assert.Null(KeyFile.Use(content, "k4"));
    }

    /// <summary>A file of before algorithms had names: what was written and looked up with it is still read and found, also beside keys of the other kind.</summary>
    [Fact]
    public void Keys_of_both_kinds_stand_in_one_ring_and_an_old_file_is_read_as_it_was_meant()
    {
        string[] keys = [NewKey(32), NewKey(32), NewKey(32)];
        File.WriteAllText(KeyFilePath, $$"""{"Keys":[{"Id":"k2","Key":"{{keys[0]}}"},{"Id":"k1","Key":"{{keys[1]}}"}],"Lookup":"{{keys[2]}}"}""");
        var ring = KeyRing.Open(KeyFilePath);
        var crypto = new PersonalData(ring);
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(keys[2]), "phone:13900000001"u8));
        Assert.Equal([hash], crypto.LookupHashes("phone", "13900000001"));
        var (written, link) = (crypto.Encrypt("name", "张三"), new SignedLinks(crypto).Of("rating", new string('a', 32)));

        KeyFile.Write(KeyFilePath, KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: true, KeyAlgorithm.Sm4));
        Assert.Equal(("k3", KeyAlgorithm.Sm4), (ring.Current.Id, ring.Current.Algorithm));
        Assert.StartsWith("k3.", crypto.Encrypt("name", "张三"), StringComparison.Ordinal);
        Assert.Equal(["张三", "张三"], new[] { written, crypto.Encrypt("name", "张三") }.Select(value => crypto.Decrypt("name", value)));
        var (now, all) = (crypto.LookupHash("phone", "13900000001"), crypto.LookupHashes("phone", "13900000001"));
        Assert.Equal([now, hash], all);
        Assert.NotEqual(now, hash);
        Assert.All(all, one => Assert.True(crypto.IsLookupHash("phone", "13900000001", one)));
        Assert.All((string[])["", now[..63], hash + "0"], other => Assert.False(crypto.IsLookupHash("phone", "13900000001", other)));
        Assert.Equal(new string('a', 32), new SignedLinks(crypto).Read("rating", link));

        KeyFile.Write(KeyFilePath, KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: false, KeyAlgorithm.Aes));
        Assert.Equal("k3", ring.Current.Id);
        Assert.Equal(now, crypto.LookupHash("phone", "13900000001"));
        Assert.Equal(3, crypto.LookupHashes("phone", "13900000001").Count);
    }

    [Theory]
    [InlineData("""{"Id":"k1","Key":"#32","Alg":"ROT13","Lookup":"#32"}""", "ROT13")]
    [InlineData("""{"Id":"k1","Key":"#32","Alg":"SM4-GCM+HMAC-SM3","Lookup":"#32"}""", "16 random bytes")]
    [InlineData("""{"Id":"k1","Key":"#16","Lookup":"#32"}""", "32 random bytes")]
    [InlineData("""{"Id":"k1","Key":"#32","Lookup":"#16"}""", "look-ups")]
    [InlineData("""{"Id":"k1","Key":"#32"}""", "look-ups")]
    [InlineData("""{"Id":"k1"}""", "no keys")]
    public void A_file_that_would_not_do_says_why(string entry, string words)
    {
        File.WriteAllText(KeyFilePath, $$"""{"Keys":[{{entry.Replace("#32", NewKey(32), StringComparison.Ordinal).Replace("#16", NewKey(16), StringComparison.Ordinal)}}]}""");
        Assert.Contains(words, Assert.Throws<CryptographicException>(() => KeyRing.Open(KeyFilePath)).Message, StringComparison.Ordinal);
    }

    private static string NewKey(int size) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(size));
}
