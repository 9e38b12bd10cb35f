using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>Photos that a person has sent up. Those of a report stay with it.</summary>
public sealed class PhotoRecords : IPersonalRecords
{
    public string? Section => null;

    public Task<object?> ExportAsync(DbConnection connection, CurrentUser user) => Task.FromResult<object?>(null);

    public async Task<IReadOnlyList<OwnFile>> FilesAsync(DbConnection connection, CurrentUser user)
    {
        var rows = await connection.QueryAsync<Row>(Select, new { user.Id });
        return [.. rows.Select(row => new OwnFile(
            $"photos/{row.Number ?? "unsent"}/{row.Id}.{PhotoFile.EndingOf(row.ContentType)}",
            read => read.QueryFirstAsync<byte[]>("select bytes from attachment_contents where sha256 = @Sha256", new { row.Sha256 })))];
    }

    /// <summary>The sweep deletes what was never sent, with its content, within a day.</summary>
    public Task EraseAsync(WriteScope scope, string userId) => Task.CompletedTask;

    /// <summary>All but those that the public sees, and the offices' own of their answers.</summary>
    public async Task EraseOfCaseAsync(WriteScope scope, string caseId)
    {
        var file = (await CaseFile.LoadAsync(scope.Connection, caseId, scope.Transaction))!;
        var answers = file.Events.Select(entry => entry.Fact).OfType<Replied>().SelectMany(fact => fact.AttachmentIds).ToHashSet(StringComparer.Ordinal);
        var photos = await scope.ListAsync<(string Id, string Sha256, string Status)>(
            "select id, sha256, content_status from attachments where case_id = @caseId order by sha256, id", new { caseId });
        await PhotoContents.DeleteAsync(
            scope, [.. photos.Where(photo => !answers.Contains(photo.Id) && !CaseAccess.IsPhotoPublished(file, photo.Id, photo.Status)).Select(photo => (photo.Id, photo.Sha256))], "case_id is not null");
    }

    private const string Select = """
        select a.id, a.content_type, a.sha256, k.number from attachments a left join cases k on k.id = a.case_id where a.owner_id = @Id order by a.id
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string ContentType { get; init; } = "";

        public string Sha256 { get; init; } = "";

        public string? Number { get; init; }
    }
}
