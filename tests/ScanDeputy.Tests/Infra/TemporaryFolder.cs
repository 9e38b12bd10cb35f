namespace ScanDeputy.Tests.Infra;

/// <summary>A folder that is gone after the test. Others may enter it, because nginx's workers are others.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("sd-infra-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => System.IO.Path.GetFileName(folder) != "node_modules"))
            Copy(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
    }
}
