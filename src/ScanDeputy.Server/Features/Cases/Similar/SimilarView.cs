using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Similar;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Features.Cases.Similar;

/// <summary>An open case that is probably about the same matter.</summary>
/// <param name="Title">With personal numbers masked, unless the case is the caller's to see in full; so are text and address.</param>
/// <param name="DistanceMetres">
/// Between the two places, where both are known: the upper end of a band (200, 500, 1000 … m), from the middle of the cell that the other place lies in.
/// </param>
/// <param name="Mine">The caller reported it.</param>
/// <param name="Followed">The caller follows it.</param>
public sealed record SimilarView(
    string Id, string Number, CaseStatus Status, string Title, string Text, string? PlaceAddress, Named Station, int? DistanceMetres, DateTimeOffset CreatedAt,
    bool Mine, bool Followed)
{
    /// <summary>Little alike, or of the same station but more than 500 m away: to be shown folded, behind the others.</summary>
    public required bool Weak { get; init; }

    /// <summary>For pages: the case opens for the caller.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Opens { get; private init; }

    internal static SimilarView Of(SimilarSearch.Found found, CurrentUser user)
    {
        var row = found.Case;
        var full = IsInFull(row, user);
        var masked = full ? null : MaskedReport.Of(row.Title, row.Text, row.PlaceAddress);
        return new SimilarView(
            row.Id, row.Number, Enum.Parse<CaseStatus>(row.Status), masked?.Title ?? row.Title, masked?.Text ?? row.Text,
            masked is null ? row.PlaceAddress : masked.PlaceAddress, new Named(row.StationId, row.Station),
            found.Metres is { } metres ? CoarsePlace.BandOf(metres) : null, row.CreatedAt, row.ResidentId == user.Id, row.Followed)
        {
            Weak = found.Weak,
            Opens = full || row.Followed,
        };
    }

    /// <summary>Published, or the caller's to see; the rest is not even counted for them.</summary>
    internal static SimilarSearch.Sight SightOf(SimilarSearch.Candidate row, CurrentUser user) => IsInFull(row, user) ? SimilarSearch.Sight.Full
        : CaseAccess.IsPublished(row.ToCase().Row) ? SimilarSearch.Sight.Masked : SimilarSearch.Sight.Nothing;

    private static bool IsInFull(SimilarSearch.Candidate candidate, CurrentUser user)
    {
        var (row, state) = candidate.ToCase();
        return CaseAccess.MaySee(user, row, CaseAccess.PartiesOf(user, row, state));
    }
}
