using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Files of the program, which do not change while it runs: nothing watches them. A system grants few watchers to all programs of a user together, and
/// a server that gets none would not start.
/// </summary>
internal sealed class UnwatchedFiles(IFileProvider files) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
