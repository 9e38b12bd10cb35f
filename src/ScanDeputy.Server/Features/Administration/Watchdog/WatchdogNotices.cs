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
    public Task<int> TellAsync(WatchdogFinding finding, CancellationToken ct) => database.WriteAsync(scope => WriteAsync(scope, finding), ct);

    private async Task<int> WriteAsync(WriteScope scope, WatchdogFinding finding)
    {
        var now = clock.GetUtcNow();
        var text = NoticeTexts.Format($"watchdog.{finding.Check}", finding.Count, finding.Example);
        var administrators = await scope.ListAsync<string>(
            finding.Jurisdiction is null ? SelectAllAdministrators : SelectAdministrators, new { finding.Jurisdiction });
        var written = 0;
        foreach (var administrator in administrators)
        {
            var key = $"watchdog/{finding.Check}/{Columns.Text(ChinaTime.Today(clock))}";
            if (await scope.FirstOrDefaultAsync<int?>("select 1 from alerts where dedupe_key = @Key", new { Key = $"{key}/{administrator}" }) is not null)
                continue;

            var notice = new Notice(Recipient.Of(administrator), NoticeKind.Watchdog, text, key, now) { Jurisdiction = finding.Jurisdiction };
            writer.WriteAll(scope, [notice], SendingHours.Default);
            written++;
        }

        return written;
    }

    private const string SelectAdministrators = """
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @Jurisdiction and r.role = 'Administrator' and u.active = 1 order by u.id
        """;

    private const string SelectAllAdministrators = """
        select u.id from jurisdictions j join user_roles r on r.jurisdiction = j.code and r.role = 'Administrator'
        join users u on u.id = r.user_id
        where u.active = 1 order by u.id
        """;
}
