using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>Takes photos away: the row, its check, and the content when no other photo has it.</summary>
internal static class PhotoContents
{
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
