namespace ScanDeputy.Server.Features.People.Privacy;

/// <summary>
/// The notice at <c>/privacy</c> and its versions (个人信息保护法, articles 7, 14 and 17). Whoever changes what it says adds a version here: a test compares the
/// words with the newest one's fingerprint. What changed is said in <c>Terms.resx</c>, <c>PrivacyNotice.N</c>.
/// </summary>
public static class PrivacyNotice
{
    /// <param name="Since">The first day on which it holds, China time.</param>
    /// <param name="Sha256">Of the words, blanks folded.</param>
    public sealed record Edition(int Version, DateOnly Since, string Sha256);

    public static IReadOnlyList<Edition> Editions { get; } = [new(1, new DateOnly(2026, 12, 1), "cbe9b1e95e53fbb2d7d6bbbb17feb746c0271e034ef0e755dd2970b083e315f5")];

    public static Edition Current => Editions[^1];
}
