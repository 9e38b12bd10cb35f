using System.Runtime.CompilerServices;

namespace ScanDeputy.Tests.Conventions;

/// <summary>The checkout that the tests were built from.</summary>
internal sealed class SourceTree(string root)
{
    public sealed record SourceFile(string Path, string Text)
    {
        /// <summary>Namespaces in using directives, and those that are written out in the code.</summary>
        public IEnumerable<string> Imports => Text.Split('\n')
            .Where(line => line.StartsWith("using ", StringComparison.Ordinal) || line.StartsWith("global using ", StringComparison.Ordinal))
            .Select(line => line.TrimEnd(';', '\r').Split(' ')[^1]);
    }

    public string Root => root;

    public IEnumerable<string> Slices => Directory.GetDirectories(Path.Combine(root, "src/ScanDeputy.Server/Features")).Select(folder => Path.GetFileName(folder)!);

    public static SourceTree Find() => new(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../..")));

    public string PathOf(string path) => Path.Combine(root, path);

    public string Read(string path) => File.ReadAllText(Path.Combine(root, path));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    public void Write(string path, string text) => File.WriteAllText(Path.Combine(root, path), text);

    public IEnumerable<SourceFile> Files(string folder, string pattern) =>
        from path in Directory.EnumerateFiles(Path.Combine(root, folder), pattern, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(root, path).Replace('\\', '/')
        where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
        select new SourceFile(relative, File.ReadAllText(path));
}
