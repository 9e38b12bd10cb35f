using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>The calendar that anybody may ask about: a jurisdiction's, or the State Council's alone.</summary>
public sealed class CalendarReader(Database database, RuleBook book)
{
    /// <param name="jurisdiction">One that nobody knows has no days of its own.</param>
    public Task<WorkingCalendar> OfAsync(string? jurisdiction, CancellationToken ct) => database.ReadAsync(
        async connection =>
            jurisdiction is not null && await connection.QueryFirstOrDefaultAsync<string>("select code from jurisdictions where code = @jurisdiction", new { jurisdiction }) is { } known
                ? (await book.LoadAsync(connection, known)).Calendar
                : await book.EverywhereAsync(connection),
        ct);
}
