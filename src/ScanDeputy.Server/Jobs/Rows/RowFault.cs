using System.Data.Common;
using System.Diagnostics;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Jobs.Rows;

/// <summary>A row that says two things at once, or lacks what it refers to. The reason is a fixed text: it is stored and shown.</summary>
public sealed class InconsistentRowException(string reason) : Exception(reason);

/// <summary>Which exceptions are the fault of the row that was being handled, and what may be written down of them.</summary>
internal static class RowFault
{
    private const int Longest = 300;

    /// <summary>False where any row would have failed: the database is away, the program stops.</summary>
    public static bool IsRows(Exception exception, Database database, CancellationToken ct) => exception switch
    {
        OperationCanceledException => !ct.IsCancellationRequested,
        // The database's writer, when the program stops.
        ObjectDisposedException or OutOfMemoryException => false,
        _ => !database.IsOutage(exception),
    };

    /// <summary>
    /// Types, error codes and the class in which it happened; never a message, because messages quote what they could not read, and that may be
    /// somebody's name or number.
    /// </summary>
    public static string Describe(Exception exception, Dialect dialect)
    {
        var text = NameOf(exception, dialect);
        if (exception.InnerException is { } inner)
            text += $" ({NameOf(inner, dialect)})";
        if (PlaceOf(exception) is { } place)
            text += $" in {place}";
        return text.Length > Longest ? text[..Longest] : text;
    }

    private static string NameOf(Exception exception, Dialect dialect) => exception switch
    {
        InconsistentRowException => exception.Message,
        DbException fault when dialect.CodeOf(fault) is { } code => FormattableString.Invariant($"{fault.GetType().Name} {code}"),
        _ => exception.GetType().Name,
    };

    private static string? PlaceOf(Exception exception) => new StackTrace(exception).GetFrames()
        .Select(frame => Outermost(frame.GetMethod()?.DeclaringType))
        .FirstOrDefault(type => type?.Namespace is { } room && room.StartsWith("ScanDeputy.", StringComparison.Ordinal) && type.Namespace != typeof(Database).Namespace)?.Name;

    /// <summary>The class that a compiler's nested class was made for.</summary>
    private static Type? Outermost(Type? type) => type is { DeclaringType: { } outer } ? Outermost(outer) : type;
}
