using System.Data;
using System.Data.Common;
using MySql.Data.MySqlClient;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>
/// Open connections that nobody uses at the moment. The driver's own pool chooses the database again at each opening, a trip as long as
/// a statement's, and takes it for a test of the connection; here a server that is lost takes all idle ones along, and the caller
/// tries again on a new one.
/// </summary>
internal sealed class IdleConnections : IDisposable
{
    // Well below what firewalls and balancers keep in mind of a silent connection.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly LinkedList<(MySqlConnection Connection, long Since)> _idle = [];
    private readonly Lock _gate = new();
    private bool _isClosed;

    /// <summary>The one that was used last, or null.</summary>
    public MySqlConnection? Take()
    {
        MySqlConnection? last;
        List<MySqlConnection> old = [];
        lock (_gate)
        {
            while (_idle.First is { } first && Environment.TickCount64 - first.Value.Since > Longest.TotalMilliseconds)
            {
                old.Add(first.Value.Connection);
                _idle.RemoveFirst();
            }

            last = _idle.Last?.Value.Connection;
            if (last is not null)
                _idle.RemoveLast();
        }

        old.ForEach(End);
        return last;
    }

    /// <summary>Takes over a connection without an open transaction or reader.</summary>
    public void Put(MySqlConnection connection)
    {
        lock (_gate)
        {
            if (!_isClosed && connection.State == ConnectionState.Open)
            {
                _idle.AddLast((connection, Environment.TickCount64));
                return;
            }
        }

        End(connection);
    }

    /// <summary>Ends a connection that failed somebody; with its server lost the idle ones as well, which most likely share its fate.</summary>
    public void Drop(MySqlConnection connection, bool serverIsLost)
    {
        End(connection);
        if (serverIsLost)
            Clear();
    }

    public void Dispose()
    {
        lock (_gate)
            _isClosed = true;
        Clear();
    }

    private void Clear()
    {
        List<MySqlConnection> all;
        lock (_gate)
        {
            all = [.. _idle.Select(idle => idle.Connection)];
            _idle.Clear();
        }

        all.ForEach(End);
    }

    /// <summary>Never throws: what the caller has to say of it has been said.</summary>
    private static void End(MySqlConnection connection)
    {
        try
        {
            connection.Dispose();
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException)
        {
            // The driver rolls an open transaction back here, on a server that may refuse even that (a Galera node that has lost its cluster).
            // It would try again in the finalizer, where an exception ends the process.
#pragma warning disable CA1816 // Another's object: see above.
            GC.SuppressFinalize(connection);
#pragma warning restore CA1816
        }
    }
}
