using System.Security.Cryptography;
using ScanDeputy.Domain.Cases.Hashing;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>
/// What the resident can keep as proof: the number and a fingerprint of text and photos. The fingerprint stands in the ledger's
/// first event, so that a report cannot be changed afterwards without being found out. It contains a secret that its author gets: others,
/// who see the text with its numbers masked, could try out the numbers against the fingerprint otherwise.
/// </summary>
public static class Receipts
{
    /// <summary>128 random bits, hexadecimal.</summary>
    public static string NewNonce() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Over nonce, title, text and each photo's own SHA-256, in the order in which they were sent, a line each; hexadecimal.</summary>
    /// <param name="hash">That of the entry in which it stands.</param>
    public static string Fingerprint(string nonce, string title, string text, IEnumerable<string> photoHashes, LedgerHash hash = LedgerHash.Sha256) =>
        LedgerHashes.Of(hash, string.Join('\n', [nonce, title, text, .. photoHashes]));

    public static string Of(string number, string fingerprint) => $"{number}-{fingerprint[..16]}";
}
