using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>The notices that calendars are made of. They are only added to; a year's later one takes the place of the earlier from then on.</summary>
public static class CalendarNotices
{
    internal const string Select = "select id, jurisdiction, year, regional, sources, days, in_force_from, imported_by from calendar_notices";

    /// <summary>The notices of a jurisdiction and those that hold everywhere, in order of their coming into force.</summary>
    public static async Task<IReadOnlyList<Row>> ListAsync(DbConnection connection, string jurisdiction, DbTransaction? transaction = null) =>
        (await connection.QueryAsync<Row>(
            $"{Select} where jurisdiction in (@Everywhere, @jurisdiction) order by in_force_from, id", new { RuleBook.Everywhere, jurisdiction }, transaction)).AsList();

    /// <summary>What <see cref="Select"/> found, in order of their coming into force.</summary>
    internal static CalendarHistory Of(IEnumerable<Row> rows)
    {
        var entries = rows.Select(row => row.ToEntry()).ToList();
        return entries.Count == 0 ? CalendarHistory.Published : CalendarHistory.Of(entries);
    }

    /// <summary>
    /// Writes down the notices that this version of the program has, so that a later one with another notice does not change what ended stages
    /// were judged by. Any number of programs may do it at once.
    /// </summary>
    public static Task<int> RecordPublishedAsync(Database database, TimeProvider clock, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var known = await scope.ListAsync<string>("select id from calendar_notices where jurisdiction = ''");
            var missing = PublishedNotices.All.Where(notice => !known.Contains(IdOf(notice))).ToList();
            foreach (var notice in missing)
                await InsertAsync(scope, IdOf(notice), RuleBook.Everywhere, regional: false, notice, known.Count == 0 ? DateTimeOffset.UnixEpoch : WholeMilliseconds.After(clock.GetUtcNow()), null);
            return missing.Count;
        },
        ct);

    public static Task<int> InsertAsync(
        WriteScope scope, string id, string jurisdiction, bool regional, CalendarNotice notice, DateTimeOffset from, string? by) => scope.ExecuteAsync(
        $"{scope.Dialect.InsertOrIgnore} calendar_notices (id, jurisdiction, year, regional, sources, days, in_force_from, imported_by, applied_at) values (@id, @jurisdiction, @Year, @regional, @Sources, @Days, @from, @by, @applied)",
        new
        {
            id,
            jurisdiction,
            notice.Year,
            regional,
            Sources = JsonSerializer.Serialize(notice.Sources, ApiJson.Options),
            Days = JsonSerializer.Serialize(notice.Days, ApiJson.Options),
            from,
            by,
            // What was there before any stage needs no stage counted again.
            applied = from == DateTimeOffset.UnixEpoch ? from : (DateTimeOffset?)null,
        });

    /// <summary>The same days, the same id: whoever writes it down first.</summary>
    private static string IdOf(CalendarNotice notice)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(notice.Days, ApiJson.Options)));
        return string.Create(CultureInfo.InvariantCulture, $"published-{notice.Year}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}");
    }

    public sealed record Row
    {
        public string Id { get; init; } = "";

        public string Jurisdiction { get; init; } = "";

        public int Year { get; init; }

        public bool Regional { get; init; }

        public string Sources { get; init; } = "";

        public string Days { get; init; } = "";

        public DateTimeOffset InForceFrom { get; init; }

        public string? ImportedBy { get; init; }

        public CalendarEntry ToEntry() => new(InForceFrom, Regional, new CalendarNotice(Year, Parse<string>(Sources), Parse<NoticeDay>(Days)));

        private static IReadOnlyList<T> Parse<T>(string json) =>
            JsonSerializer.Deserialize<List<T>>(json, ApiJson.Options) ?? throw new JsonException("A stored notice is null.");
    }
}
