using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>A photo that somebody has sent up, whole or small. Who may see it is asked before.</summary>
public static class PhotoBytes
{
    /// <param name="also">What must hold of the photo, a, as well.</param>
    public static Task<PhotoFile?> FindAsync(DbConnection connection, string id, bool small, string also = "1 = 1") => connection.QueryFirstOrDefaultAsync<PhotoFile?>(
        $"select {PhotoFile.Columns(small, "a", "c")} from attachments a join attachment_contents c on c.sha256 = a.sha256 where a.id = @id and {also}", new { id });
}
