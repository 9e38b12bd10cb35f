using System.Globalization;
using ScanDeputy.Server.Features.Cases.Submission;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>The report as typed, so that it can be shown again as typed.</summary>
public sealed class ReportForm : PhotoFields
{
    public string? Key { get; set; }

    public string? CategoryId { get; set; }

    /// <summary>Whom it is written to; empty for the one whose turn it is.</summary>
    public string? DeputyId { get; set; }

    public string? Title { get; set; }

    public string? Text { get; set; }

    public string? PlaceAddress { get; set; }

    public string? Lat { get; set; }

    public string? Lng { get; set; }

    public string? ContactName { get; set; }

    public string? ContactPhone { get; set; }

    public bool ShareWithAgency { get; set; }

    public bool Public { get; set; }

    public bool PhotosPublic { get; set; }

    /// <summary>The version of the privacy notice that stood under the form.</summary>
    public int? PrivacyVersion { get; set; }

    public string? VisitorName { get; set; }

    public string? VisitorPhone { get; set; }

    /// <summary>The talk at the reception desk that this report comes from.</summary>
    public string? VisitorId { get; set; }

    /// <summary>Only stores the photos and shows the form again.</summary>
    public bool OnlyPhotos { get; set; }

    /// <summary>Only shows what the public would see, and the form again.</summary>
    public bool OnlyPreview { get; set; }

    /// <summary>What stands in the report of people and was shown with this form, as written.</summary>
    public IReadOnlyList<string>? DetailsSeen { get; set; }

    /// <summary>Similar cases were shown with this form: it is meant to be sent.</summary>
    public bool SimilarSeen { get; set; }

    /// <summary>Follows this case instead of sending the form.</summary>
    public string? Follow { get; set; }

    public SubmitCase.Request ToRequest(string code, bool keeper) => new(
        code, CategoryId, Title, Text, new SubmitCase.Place(PlaceAddress, Degrees(Lat), Degrees(Lng)), PhotoIds ?? [],
        new SubmitCase.Contact(ContactName, ContactPhone, ShareWithAgency), Public,
        keeper && (VisitorName ?? VisitorPhone) is not null ? new SubmitCase.Visitor(VisitorName, VisitorPhone) : null,
        string.IsNullOrEmpty(DeputyId) ? null : DeputyId)
    {
        PhotosPublic = PhotosPublic,
        PrivacyVersion = PrivacyVersion,
        VisitorId = keeper ? VisitorId : null,
    };

    /// <summary>Null when empty; what is no number is refused as no place on earth.</summary>
    private static double? Degrees(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : 999;
}
