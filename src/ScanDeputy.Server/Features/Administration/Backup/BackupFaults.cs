using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>Why a file is not opened, and what to do about it.</summary>
internal static class BackupFaults
{
    private static readonly TextResource Texts = new(typeof(BackupFaults), "BackupFaults");

    public static BackupException Of(string key, params object?[] values) => new(Texts.Format(key, values));
}
