using System.Data.Common;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>What differs between SQLite and the MySQL protocol, in one place (docs/decisions/0003). Everything else is the same SQL text.</summary>
public abstract class Dialect
{
    /// <summary>Part of the migrations' file names.</summary>
    public abstract string Name { get; }

    /// <summary>Begins an insert that does nothing when a unique key is already there.</summary>
    public abstract string InsertOrIgnore { get; }

    /// <summary>An inner join whose left side is read first: servers that know a limit only when they run a statement guess its order badly.</summary>
    public abstract string JoinInOrder { get; }

    /// <summary>After a table's name: it is read along this index and no other way. Which one is best does not depend on statistics.</summary>
    public abstract string AlongIndex(string index);

    /// <summary>Statements that begin a transaction whose reads all see one instant.</summary>
    public abstract IReadOnlyList<string> BeginSnapshot { get; }

    /// <summary>Asks the server for its own clock, as UTC milliseconds; null where there is no server.</summary>
    public virtual string? ServerClock => null;

    /// <summary>Part of a sentence: what somebody does who needs an empty database instead of this one.</summary>
    public abstract string StartAnew(DbConnection connection);

    /// <summary>Whether each statement is a trip to a server. Where it is not, one row at a time with a statement that is prepared once is the fastest.</summary>
    public abstract bool IsRemote { get; }

    /// <summary>Ends a select that locks the rows it reads until the transaction ends; empty where a transaction has all of the database to itself.</summary>
    public abstract string ForUpdate { get; }

    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>Whether the database cannot be reached, read or written now, whatever is asked of it.</summary>
    public abstract bool IsOutage(DbException exception);

    /// <summary>The server's or library's error code; null when the exception has none.</summary>
    public abstract string? CodeOf(DbException exception);
}
