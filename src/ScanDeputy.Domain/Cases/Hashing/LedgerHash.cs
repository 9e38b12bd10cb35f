using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.Domain.Cases.Hashing;

/// <summary>The hash by which an entry of a ledger holds fast what it says and the entry before it.</summary>
public enum LedgerHash
{
    Sha256,

    /// <summary>GB/T 32905.</summary>
    Sm3,
}

public static class LedgerHashes
{
    private static readonly Dictionary<string, LedgerHash> ByName = new(StringComparer.Ordinal) { ["SHA-256"] = LedgerHash.Sha256, ["SM3"] = LedgerHash.Sm3 };

    /// <summary>As they stand in the database, in settings and in copies.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static string NameOf(LedgerHash hash) => ByName.First(pair => pair.Value == hash).Key;

    /// <returns>Null when there is none of this name.</returns>
    public static LedgerHash? Find(string name) => ByName.TryGetValue(name, out var hash) ? hash : null;

    /// <summary>What the next entry is hashed by. A chain that has gone over to SM3 does not go back, whatever is set where it goes on.</summary>
    public static LedgerHash Next(LedgerHash previous, LedgerHash wanted) => previous == LedgerHash.Sm3 ? LedgerHash.Sm3 : wanted;

    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(LedgerHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(hash == LedgerHash.Sm3 ? Sm3.HashData(bytes) : SHA256.HashData(bytes));
    }
}
