using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Domain.Cases.Similar;

/// <summary>One case among those that may be about the same matter.</summary>
/// <param name="Words">Title and text.</param>
/// <param name="Place">Null when the reporter gave none.</param>
public sealed record SimilarCandidate(string Id, string StationId, GeoPoint? Place, string Words);

/// <param name="Metres">Between the two places, where both are known.</param>
/// <param name="Likeness">Of the texts, from 0 to 1.</param>
public sealed record SimilarCase(string Id, double Likeness, double? Metres);

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

    /// <summary>The likest first; of equals, the one that was given first.</summary>
    public static IReadOnlyList<SimilarCase> Among(SimilarCandidate report, IEnumerable<SimilarCandidate> candidates, int most)
    {
        var sketch = WordSketch.Of(report.Words);
        return
        [
            .. candidates.Select(candidate => (candidate, metres: MetresBetween(report, candidate)))
                .Where(pair => pair.candidate.StationId == report.StationId || pair.metres <= NearMetres)
                .Select(pair => new SimilarCase(pair.candidate.Id, sketch.LikenessTo(WordSketch.Of(pair.candidate.Words)), pair.metres))
                .Where(similar => similar.Likeness >= LeastLikeness)
                .OrderByDescending(similar => similar.Likeness)
                .Take(most),
        ];
    }

    private static double? MetresBetween(SimilarCandidate a, SimilarCandidate b) =>
        a.Place is { } here && b.Place is { } there ? EarthDistance.Metres(here, there) : null;
}
