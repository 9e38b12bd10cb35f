using System.IO.Compression;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>
/// Looks at a workbook, or any archive, before it is opened: a small file can unpack to more than the machine has. What an archive says of its sizes may be a
/// lie, so it is unpacked once and counted.
/// </summary>
internal static class WorkbookGuard
{
    private const int MostEntries = 2_000;
    private const long MostBytes = 256L * 1024 * 1024;

    /// <exception cref="TableException"><c>not_workbook</c>: no archive; <c>too_large</c>: unpacks to more than is read.</exception>
    public static void Check(Stream stream)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MostEntries || archive.Entries.Sum(entry => Math.Min(entry.Length, MostBytes)) > MostBytes)
                throw new TableException("too_large");

            var left = MostBytes;
            var buffer = new byte[81_920];
            foreach (var entry in archive.Entries)
            {
                using var unpacked = entry.Open();
                int read;
                while ((read = unpacked.Read(buffer)) > 0)
                {
                    if ((left -= read) < 0)
                        throw new TableException("too_large");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new TableException("not_workbook");
        }
        finally
        {
            stream.Position = 0;
        }
    }
}
