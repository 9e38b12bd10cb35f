using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>
/// What the resident can keep as proof: the number and a fingerprint of text and photos. The fingerprint stands in the ledger's
/// first event, so that a report cannot be changed afterwards without being found out.
/// </summary>
public static class Receipts
{
    /// <summary>SHA-256 over the text and each photo's own SHA-256, in the order in which they were sent; hexadecimal.</summary>
    public static string Fingerprint(string title, string text, IEnumerable<string> photoHashes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [title, text, .. photoHashes]))));

    public static string Of(string number, string fingerprint) => $"{number}-{fingerprint[..16]}";
}
