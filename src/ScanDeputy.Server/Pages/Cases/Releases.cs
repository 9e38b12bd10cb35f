using ScanDeputy.Domain;
using ScanDeputy.Server.Features.ContentReview;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>What the committee office lets the public see after the check held it.</summary>
public sealed class Releases(ReleaseReport.Handler reports, ReleasePhoto.Handler photos)
{
    /// <param name="photo">One of the case's; null for its text.</param>
    /// <returns>Null when it is released.</returns>
    public async Task<Refusal?> ReleaseAsync(string caseId, string? photo, CurrentUser user, CancellationToken ct) =>
        photo is null ? (await reports.HandleAsync(caseId, user, ct)).Refusal : (await photos.HandleAsync(photo, user, ct)).Refusal;
}
