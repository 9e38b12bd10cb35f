namespace ScanDeputy.Server.Platform.Security;

/// <summary>Folders and files with people's data are their owner's alone, whatever the system's mask says. Windows has its own lists, which the folder passes on.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>A folder that is there already keeps its mode: it may be somebody's on purpose.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnFolder);
    }

    /// <summary>Made empty when it is not there; one that is there is taken from everybody else. What SQLite writes beside a database gets the same mode.</summary>
    public static void Own(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnFile;
        using (new FileStream(file, options))
        {
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, OwnFile);
    }
}
