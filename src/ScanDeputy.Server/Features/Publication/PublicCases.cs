using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Content;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>
/// What is published (handbook §2): the author agreed, the content check has nothing against the text or the committee office released it
/// (<see cref="CaseAccess.IsPublished"/>), and the report is a matter of its own still. Asked of the row each time, so that what is taken back is gone at once.
/// </summary>
internal static class PublicCases
{
    /// <summary>Of a case, <c>k</c>.</summary>
    public const string IsPublished =
        $"k.is_public = 1 and k.content_status = '{ContentChecks.Passed}' and k.status not in ('Withdrawn', 'Merged')";

    public const string InJurisdiction = "k.jurisdiction = @jurisdiction";

    /// <summary>Jurisdictions are counties: six digits.</summary>
    public static bool IsCode(string jurisdiction) => jurisdiction.Length == 6 && jurisdiction.All(char.IsAsciiDigit);
}
