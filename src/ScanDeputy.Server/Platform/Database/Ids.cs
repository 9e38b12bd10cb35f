namespace ScanDeputy.Server.Platform.Database;

/// <summary>Ids are UUIDv7 in 32 lower-case hexadecimal digits: unguessable enough, and in order of time in every index.</summary>
public static class Ids
{
    public static string New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
}
