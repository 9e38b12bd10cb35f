using System.Data;
using System.Globalization;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>How values stand in columns: instants as UTC milliseconds (sortable in every dialect), dates as <c>yyyy-MM-dd</c>.</summary>
public static class Columns
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new InstantColumn());
        SqlMapper.AddTypeHandler(typeof(DateOnly), new DateColumn());
        SqlMapper.ConnectionStringComparer = new SameTables();
    }

    /// <summary>What a column holds as several, each set off by <c>|</c>, as files have them too.</summary>
    public static string[] Parts(this string stored) => stored.Split('|', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same for a parameter that Dapper does not write.</summary>
    public static object Of(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds(),
        DateOnly date => Text(date),
        _ => value,
    };

    /// <summary>Whether a text is what <see cref="Text"/> writes.</summary>
    public static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Dapper's own base hands a null of a single column (the min of no rows) to the parser as if it were a value.</summary>
    private abstract class Column<T> : SqlMapper.ITypeHandler
        where T : struct
    {
        public object? Parse(Type destinationType, object value) => value is DBNull ? null : Read(value);

        public void SetValue(IDbDataParameter parameter, object value)
        {
            if (value is T given)
                Write(parameter, given);
            else
                parameter.Value = value;
        }

        protected abstract T Read(object value);

        protected abstract void Write(IDbDataParameter parameter, T value);
    }

    /// <summary>
    /// Dapper compiles once for each connection string how a statement's parameters are written and its rows are read. Every database of one kind has the
    /// same tables, so that readers, the writer and other databases of this process share what was compiled.
    /// </summary>
    private sealed class SameTables : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => IsFile(x) == IsFile(y);

        public int GetHashCode(string obj) => IsFile(obj) ? 1 : 0;

        private static bool IsFile(string? connectionString) => connectionString?.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase) == true;
    }

    private sealed class InstantColumn : Column<DateTimeOffset>
    {
        protected override DateTimeOffset Read(object value) =>
            DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        protected override void Write(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.ToUnixTimeMilliseconds();
        }
    }

    private sealed class DateColumn : Column<DateOnly>
    {
        protected override DateOnly Read(object value) =>
            DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        protected override void Write(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = Text(value);
        }
    }
}
