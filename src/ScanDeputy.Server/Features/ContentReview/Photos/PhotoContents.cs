using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>What is kept of photos: found by the photo, and taken away with it when no other has the same.</summary>
internal static class PhotoContents
{
    /// <summary>Who may see it has been asked before.</summary>
    public static async Task<PhotoFile?> FindAsync(DbConnection connection, string id, bool small) => await connection.QueryFirstOrDefaultAsync<PhotoFile>(
        $"select {PhotoFile.Columns(small, "a", "c")} from attachments a join attachment_contents c on c.sha256 = a.sha256 where a.id = @id", new { id });

    /// <summary>The row, its check, and the content.</summary>
    /// <param name="photos">Ordered by their contents, which are locked one after the other.</param>
    /// <param name="still">What must still hold of the row.</param>
    public static async Task<int> DeleteAsync(WriteScope scope, IReadOnlyList<(string Id, string Sha256)> photos, string still)
    {
        var deleted = 0;
        foreach (var (id, sha256) in photos)
        {
            await scope.ExecuteAsync("delete from content_checks where attachment_id = @id", new { id });
            deleted += await scope.ExecuteAsync($"delete from attachments where id = @id and {still}", new { id });
            await scope.ExecuteAsync(LockContent, new { sha256 });
            await scope.ExecuteAsync(DeleteContent, new { sha256 });
        }

        return deleted;
    }

    // Waits for whoever is just putting the same photo in, so that the next statement sees theirs.
    private const string LockContent = "update attachment_contents set sha256 = sha256 where sha256 = @sha256";

    private const string DeleteContent = """
        delete from attachment_contents where sha256 = @sha256 and not exists (select 1 from attachments a where a.sha256 = @sha256)
        """;
}
