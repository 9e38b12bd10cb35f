namespace ScanDeputy.Server.Platform.Database;

/// <summary>
/// The database could not be reached, or was lost at the very moment of the commit. The caller is told to come again (503): a
/// repeated call with the same idempotency key finds what was written, if it was.
/// </summary>
public sealed class DatabaseUnavailableException(string message, Exception? cause) : Exception(message, cause);
