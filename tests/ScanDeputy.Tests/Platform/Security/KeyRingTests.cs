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
        KeyFile.Write(KeyFilePath, KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: true));
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
        KeyFile.Write(KeyFilePath, KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: true));
        Assert.Equal("k2", ring.Current.Id);
    }

    [Fact]
    public void A_new_key_is_known_before_it_is_used_and_has_a_name_of_its_own()
    {
        KeyRing.OpenOrCreate(KeyFilePath);
        var content = KeyFile.Add(KeyFile.Add(KeyFile.Read(KeyFilePath), inUse: false), inUse: false);
        Assert.Equal("k1", content.Keys[0].Id);
        Assert.Equal(["k1", "k2", "k3"], content.Keys.Select(entry => entry.Id).Order(StringComparer.Ordinal));
        Assert.Equal("k3", KeyFile.Use(content, "k3")!.Keys[0].Id);
        Assert.Null(KeyFile.Use(content, "k4"));
    }
}
