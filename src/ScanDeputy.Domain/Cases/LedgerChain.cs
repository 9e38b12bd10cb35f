using ScanDeputy.Domain.Cases.Hashing;

namespace ScanDeputy.Domain.Cases;

/// <summary>Checks the chain of one case's events.</summary>
public static class LedgerChain
{
    /// <summary>
    /// The sequence number at which the chain first fails (an entry altered, removed, moved or added, or hashed by SHA-256 behind one by SM3), or null when it
    /// is whole.
    /// Entries cut off the end cannot be seen in the chain itself: give <paramref name="expectedCount"/>, the version kept with the case.
    /// </summary>
    public static int? FirstFault(string caseId, IReadOnlyList<CaseEvent> events, int? expectedCount = null)
    {
        var previousHash = CaseEvent.Genesis;
        var hashedBy = LedgerHash.Sha256;
        for (var i = 0; i < events.Count; i++)
        {
            var entry = events[i];
            var whole = entry.Sequence == i + 1
                && string.Equals(entry.CaseId, caseId, StringComparison.Ordinal)
                && string.Equals(entry.PreviousHash, previousHash, StringComparison.Ordinal)
                && entry.HashedBy == LedgerHashes.Next(hashedBy, entry.HashedBy)
                && entry.HashIsRight;
            if (!whole)
                return i + 1;

            (previousHash, hashedBy) = (entry.Hash, entry.HashedBy);
        }

        return expectedCount is { } count && count != events.Count ? events.Count + 1 : null;
    }
}
