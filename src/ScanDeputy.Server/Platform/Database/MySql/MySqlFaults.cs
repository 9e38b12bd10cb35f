using System.Net.Sockets;

namespace ScanDeputy.Server.Platform.Database.MySql;

/// <summary>What an exception of the driver means for the transaction it ended.</summary>
public enum MySqlFault
{
    /// <summary>Ours, or none of the kinds below: running again would not help.</summary>
    Other,

    /// <summary>The server chose this transaction to give way (deadlock, lock wait, a conflict within a Galera cluster); nothing of it is left.</summary>
    GaveWay,

    /// <summary>Somebody else wrote the same key meanwhile; running again sees theirs.</summary>
    DuplicateKey,

    /// <summary>The server cannot be reached, is going down, takes no writes, or the connection broke.</summary>
    Unreachable,
}

/// <summary>Error numbers of MySQL 8, MariaDB and TiDB, sorted by what to do.</summary>
public static class MySqlFaults
{
    /// <param name="exception">As the driver threw it.</param>
    /// <param name="connectionIsOpen">False when the connection did not survive it, whatever the exception says.</param>
    public static MySqlFault Of(Exception exception, bool connectionIsOpen) => MySqlDriver.ErrorOf(exception) switch
    {
        // Lock wait, deadlock; TiDB: write conflict, transaction retryable.
        1205 or 1213 or 9007 or 8002 => MySqlFault.GaveWay,
        1062 or 1169 or 1586 => MySqlFault.DuplicateKey,
        // Too many connections, cannot connect, shutdown, gone away, lost, killed, read-only, node not ready (Galera: 1047 not yet prepared, 1180 lost its group at a commit).
        0 or 1040 or 1042 or 1043 or 1047 or 1053 or 1077 or 1078 or 1079 or 1080 or 1105 or 1129 or 1152 or 1153 or 1154 or 1158 or 1159 or 1160 or 1161
            or 1180 or 1184 or 1203 or 1226 or 1290 or 1317 or 1792 or 1836 or 1927 or 2002 or 2003 or 2006 or 2013 or 2014 or 2055 or 3169 or 4031 => MySqlFault.Unreachable,
        null when exception is IOException or SocketException or TimeoutException => MySqlFault.Unreachable,
        _ => connectionIsOpen ? MySqlFault.Other : MySqlFault.Unreachable,
    };
}
