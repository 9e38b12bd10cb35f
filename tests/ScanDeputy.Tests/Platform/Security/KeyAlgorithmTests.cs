using System.Security.Cryptography;
using System.Text;
using ScanDeputy.Server.Platform.Security;
using Xunit;

namespace ScanDeputy.Tests.Platform.Security;

public sealed class KeyAlgorithmTests
{
    private static readonly byte[] Bound = "name"u8.ToArray();

    public static TheoryData<string> Names => [.. KeyAlgorithm.All.Select(algorithm => algorithm.Name)];

    /// <summary>RFC 8998, appendix A.1.</summary>
    [Fact]
    public void Sm4_in_GCM_gives_what_the_RFC_says()
    {
        var (key, nonce) = (Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"), Convert.FromHexString("00001234567800000000ABCD"));
        var associated = Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        var plain = Convert.FromHexString(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        var (cipher, tag) = (new byte[plain.Length], new byte[KeyAlgorithm.TagSize]);
        KeyAlgorithm.Sm4.Encrypt(key, nonce, plain, cipher, tag, associated);
        Assert.Equal(
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D",
            Convert.ToHexString(cipher));
        Assert.Equal("83DE3541E4C2B58177E065A9BF7B62EC", Convert.ToHexString(tag));
        var opened = new byte[plain.Length];
        KeyAlgorithm.Sm4.Decrypt(key, nonce, cipher, tag, opened, associated);
        Assert.Equal(plain, opened);
    }

    /// <summary>GM/T 0042-2015, appendix D.3; RFC 4231, case 1.</summary>
    [Theory]
    [InlineData(
        "SM4-GCM+HMAC-SM3", "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopqabcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a")]
    [InlineData(
        "SM4-GCM+HMAC-SM3", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There",
        "c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e")]
    [InlineData(
        "AES-256-GCM+HMAC-SHA256", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    public void Keyed_hashes_are_those_of_the_standards(string algorithm, string key, string message, string hash) => Assert.Equal(
        hash, Convert.ToHexStringLower(KeyAlgorithm.Find(algorithm)!.Hash(Convert.FromHexString(key), Encoding.ASCII.GetBytes(message))));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_sealed_opens_unless_a_byte_a_key_or_what_it_is_bound_to_differs(string name)
    {
        var algorithm = KeyAlgorithm.Find(name)!;
        var key = RandomNumberGenerator.GetBytes(algorithm.KeySize);
        foreach (var size in (int[])[0, 1, 15, 16, 17, 1000])
        {
            var plain = RandomNumberGenerator.GetBytes(size);
            var bytes = algorithm.Seal(key, plain, Bound);
            Assert.Equal(KeyAlgorithm.NonceSize + KeyAlgorithm.TagSize + size, bytes.Length);
            Assert.Equal(plain, algorithm.Open(key, bytes, Bound));
            Assert.NotEqual(bytes, algorithm.Seal(key, plain, Bound));

            Assert.ThrowsAny<CryptographicException>(() => algorithm.Open(RandomNumberGenerator.GetBytes(algorithm.KeySize), bytes, Bound));
            Assert.ThrowsAny<CryptographicException>(() => algorithm.Open(key, bytes, "phone"u8));
            Assert.ThrowsAny<CryptographicException>(() => algorithm.Open(key, bytes.AsSpan(0, bytes.Length - 1), Bound));
            foreach (var at in (int[])[0, KeyAlgorithm.NonceSize, bytes.Length - 1])
            {
                byte[] altered = [.. bytes];
                altered[at] ^= 1;
                Assert.ThrowsAny<CryptographicException>(() => algorithm.Open(key, altered, Bound));
            }
        }

        Assert.ThrowsAny<CryptographicException>(() => algorithm.Open(key, [], Bound));
    }
}
