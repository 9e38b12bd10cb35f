using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>One case as one reader may take it away: what they see on the screen, and the ledger as far as it is for their eyes.</summary>
internal sealed record CaseCopy(
    CaseFile File, CaseView View, IReadOnlyList<ListCaseEvents.EventView> Events, bool Official, IReadOnlyList<CaseCopy.Photo> Photos)
{
    /// <param name="Name">Its place in the copy.</param>
    /// <param name="OfReport">Sent with the report itself, and so part of its fingerprint.</param>
    internal sealed record Photo(string Id, string Name, bool OfReport);

    public static async Task<CaseCopy> LoadAsync(DbConnection connection, CaseFile file, CurrentUser user, CaseViews views, DateRules rules)
    {
        var official = CaseAccess.IsOfficial(user, file.Row, CaseAccess.PartiesOf(user, file.Row, file.State));
        var names = await CaseNames.LoadAsync(connection, file.Row, file.State, null, ListCaseEvents.MentionedIn(file));
        var photos = (await connection.QueryAsync<PhotoRow>(SelectPhotos, new { file.Row.Id })).AsList();
        return new CaseCopy(
            file, await views.BuildAsync(connection, file, user, new CaseDates(file.State, rules)), ListCaseEvents.Views(file, official, reads: true, names), official, Named(photos, file.Events));
    }

    /// <summary>A resident's copy shows only the hashes of entries that hold words between offices.</summary>
    public bool Shows(CaseEvent entry) => Official || ListCaseEvents.IsWhollyForResidents(entry);

    private static IReadOnlyList<Photo> Named(IEnumerable<PhotoRow> rows, IReadOnlyList<CaseEvent> events)
    {
        var later = events.SelectMany(entry => entry.Fact switch
        {
            Replied replied => replied.AttachmentIds,
            Supplemented supplemented => supplemented.AttachmentIds,
            _ => [],
        }).ToHashSet(StringComparer.Ordinal);
        return [.. rows.OrderBy(row => later.Contains(row.Id)).Select((row, i) => new Photo(row.Id, $"photos/{i + 1:00}.{PhotoFile.EndingOf(row.ContentType)}", !later.Contains(row.Id)))];
    }

    private const string SelectPhotos = "select id, content_type from attachments where case_id = @Id order by position, id";

    private sealed record PhotoRow
    {
        public string Id { get; init; } = "";

        public string ContentType { get; init; } = "";
    }
}
