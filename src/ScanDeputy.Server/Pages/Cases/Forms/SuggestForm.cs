using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Submission;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>An own suggestion as typed, so that it can be shown again as typed.</summary>
public sealed class SuggestForm : PhotoFields
{
    public string? Key { get; set; }

    public SuggestionKind? Kind { get; set; }

    public string? CategoryId { get; set; }

    public string? Title { get; set; }

    public string? Problem { get; set; }

    public string? Proposal { get; set; }

    public string? StationId { get; set; }

    public string? PlaceAddress { get; set; }

    public List<string>? CoSignerIds { get; set; }

    public bool Public { get; set; }

    public bool PhotosPublic { get; set; }

    public SubmitSuggestion.Request ToRequest() => new(
        CategoryId, Title, Problem, Proposal, Kind, string.IsNullOrEmpty(StationId) ? null : StationId, new SubmitCase.Place(PlaceAddress, null, null), PhotoIds ?? [], Public,
        CoSignerIds ?? [])
    {
        PhotosPublic = PhotosPublic,
    };
}
