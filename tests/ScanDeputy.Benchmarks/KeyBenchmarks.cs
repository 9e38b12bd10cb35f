using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Benchmarks;

/// <summary>What a submission pays for its contact and its answer. The baseline is the cipher alone, with the key at hand.</summary>
[MemoryDiagnoser]
// Not sealed: BenchmarkDotNet derives its runner from it.
public class KeyBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private PersonalData _crypto = null!;
    private string _text = "";
    private string _encrypted = "";

    [Params("AES-256-GCM+HMAC-SHA256", "SM4-GCM+HMAC-SM3")]
    public string Algorithm { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _crypto = new PersonalData(KeyRing.OpenOrCreate(Path.Combine(_folder, $"{Algorithm[..3]}.json"), KeyAlgorithm.Find(Algorithm)));
        _text = new string('a', 40);
        _encrypted = _crypto.Encrypt(PersonalDataPurpose.Contact, _text);
    }

    [GlobalCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public string BareAes()
    {
        var text = Encoding.UTF8.GetBytes(_text);
        var bytes = new byte[28 + text.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
        using var aes = new AesGcm(_key, 16);
        aes.Encrypt(bytes.AsSpan(0, 12), text, bytes.AsSpan(28), bytes.AsSpan(12, 16));
        return Convert.ToBase64String(bytes);
    }

    [Benchmark]
    public string Encrypt() => _crypto.Encrypt(PersonalDataPurpose.Contact, _text);

    [Benchmark]
    public string Decrypt() => _crypto.Decrypt(PersonalDataPurpose.Contact, _encrypted);

    [Benchmark]
    public string Hash() => _crypto.LookupHash(PersonalDataPurpose.Phone, "13900000001");
}
