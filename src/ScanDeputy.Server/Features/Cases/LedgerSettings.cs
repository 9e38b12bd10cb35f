using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Server.Platform;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>The section "Ledger", what concerns new entries. It is chosen once: a chain that has gone over to SM3 stays with it.</summary>
public sealed record LedgerSettings(LedgerHash Hash)
{
    /// <exception cref="RefuseToStartException">The setting names no hash.</exception>
    public static LedgerSettings Read(IConfiguration configuration) => configuration["Ledger:Hash"] is not { Length: > 0 } name ? new LedgerSettings(LedgerHash.Sha256)
        : LedgerHashes.Find(name) is { } hash ? new LedgerSettings(hash)
        : throw new RefuseToStartException($"Ledger__Hash is none of {string.Join(", ", LedgerHashes.Names)}.");
}
