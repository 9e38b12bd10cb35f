using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Domain.Cases.Similar;

/// <summary>One case among those that may be about the same matter.</summary>
/// <param name="Words">Title and text.</param>
/// <param name="Place">Null when the reporter gave none.</param>
/// <param name="Awaited">It has no answer yet.</param>
public sealed record SimilarCandidate(string Id, string StationId, GeoPoint? Place, string Words, bool Awaited = true);

/// <param name="Metres">Between the two places, where both are known.</param>
/// <param name="Likeness">Of the texts, from 0 to 1.</param>
/// <param name="Weak">Little alike, or of the same station but not near: worth a look, not worth stopping anybody.</param>
public sealed record SimilarCase(string Id, double Likeness, double? Metres, bool Weak);

/// <summary>
/// Which cases are probably about the same matter as a report: near by, and told in similar words. That they have the same
/// category and are open is the caller's condition.
/// </summary>
public static class SimilarCases
{
    /// <summary>Inclusive.</summary>
    public const double NearMetres = 500;

    /// <summary>Between the likest different matters and the least like same ones of the examples in the tests.</summary>
    public const double LeastLikeness = 0.30;

    /// <summary>From here on two reports are hardly about different matters; below, about every second pair of the examples that are one matter.</summary>
    public const double SureLikeness = 0.40;

    /// <summary>Those that are sure first, of those the ones that wait for an answer, of those the likest; of equals, the one that was given first.</summary>
    public static IReadOnlyList<SimilarCase> Among(SimilarCandidate report, IEnumerable<SimilarCandidate> candidates, int most)
    {
        var sketch = WordSketch.Of(report.Words);
        return
        [
            .. candidates.Select(candidate => (candidate, metres: MetresBetween(report, candidate)))
                .Where(pair => pair.candidate.StationId == report.StationId || pair.metres <= NearMetres)
                .Select(pair => (similar: Compare(sketch, pair.candidate, pair.metres), pair.candidate.Awaited))
                .Where(pair => pair.similar.Likeness >= LeastLikeness)
                .OrderBy(pair => pair.similar.Weak).ThenByDescending(pair => pair.Awaited).ThenByDescending(pair => pair.similar.Likeness)
                .Select(pair => pair.similar)
                .Take(most),
        ];
    }

    private static SimilarCase Compare(WordSketch sketch, SimilarCandidate candidate, double? metres)
    {
        var likeness = sketch.LikenessTo(WordSketch.Of(candidate.Words));
        return new SimilarCase(candidate.Id, likeness, metres, likeness < SureLikeness || metres > NearMetres);
    }

    private static double? MetresBetween(SimilarCandidate a, SimilarCandidate b) =>
        a.Place is { } here && b.Place is { } there ? EarthDistance.Metres(here, there) : null;
}
