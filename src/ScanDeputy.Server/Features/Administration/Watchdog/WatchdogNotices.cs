using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>Tells the administrators of a jurisdiction, or of all, what the watchdog has found, each thing once a day.</summary>
public sealed class WatchdogNotices(Database database, NoticeWriter writer, TimeProvider clock)
{
    /// <returns>How many of them had not been told today.</returns>
    public Task<int> TellAsync(WatchdogFinding finding, CancellationToken ct) => TellAsync(
        finding.Jurisdiction,
        $"{finding.Check}/{Columns.Text(ChinaTime.Today(clock))}",
        NoticeTexts.Format($"watchdog.{finding.Check}", finding.Count, finding.Example),
        ct);

    /// <param name="jurisdiction">Null: the administrators of all.</param>
    /// <param name="subject">Who was told of it before is not told again.</param>
    /// <param name="text">What to look at.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many of them had not been told.</returns>
    public Task<int> TellAsync(string? jurisdiction, string subject, string text, CancellationToken ct) =>
        database.WriteAsync(scope => WriteAsync(scope, jurisdiction, $"watchdog/{subject}", text), ct);

    private async Task<int> WriteAsync(WriteScope scope, string? jurisdiction, string key, string text)
    {
        var now = clock.GetUtcNow();
        var administrators = await scope.ListAsync<string>(jurisdiction is null ? SelectAllAdministrators : SelectAdministrators, new { jurisdiction });
        var written = 0;
        foreach (var administrator in administrators)
        {
            if (await scope.FirstOrDefaultAsync<int?>("select 1 from alerts where dedupe_key = @Key", new { Key = $"{key}/{administrator}" }) is not null)
                continue;

            var notice = new Notice(Recipient.Of(administrator), NoticeKind.Watchdog, text, key, now) { Jurisdiction = jurisdiction };
            writer.WriteAll(scope, [notice], SendingHours.Default);
            written++;
        }

        return written;
    }

    private const string SelectAdministrators = """
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role = 'Administrator' and u.active = 1 order by u.id
        """;

    private const string SelectAllAdministrators = """
        select u.id from jurisdictions j join user_roles r on r.jurisdiction = j.code and r.role = 'Administrator'
        join users u on u.id = r.user_id
        where u.active = 1 order by u.id
        """;
}
