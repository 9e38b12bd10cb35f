using System.Text.Json;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>
/// Writes a notice in the transaction that makes it true: at once into the recipient's in-app inbox, and into the outbox for the
/// ways that lead out of the program (handbook §5). A notice that is already there is not written again.
/// </summary>
public sealed class NoticeWriter(TimeProvider clock)
{
    public const string WeChatChannel = "wechat";

    /// <param name="scope">The transaction.</param>
    /// <param name="notices">What is to be heard.</param>
    /// <param name="hours">When it may leave the program; the inbox has it at once.</param>
    public void WriteAll(WriteScope scope, IEnumerable<Notice> notices, SendingHours hours) => WriteAll(scope, notices.Select(notice => (notice, hours)));

    /// <summary>The same for several jurisdictions together: all for the inbox, then all for the outbox, so that each kind is one statement.</summary>
    public void WriteAll(WriteScope scope, IEnumerable<(Notice Notice, SendingHours Hours)> notices)
    {
        var now = clock.GetUtcNow();
        var alerts = notices.Select(one => new Alert(Ids.New(clock), one.Notice, one.Hours.FirstFrom(now))).ToList();
        foreach (var alert in alerts)
            scope.Later(scope.Dialect.InsertOrIgnore + InsertAlert, RowOf(alert, alert.Notice.To.Id));

        // How one's own matter goes on is one's own; and few are away.
        var copies = alerts.Where(alert => !NoticeKinds.IsPersonal(alert.Notice.Kind) && alert.Notice.To.WasAway)
            .Select(alert => alert with { Id = Ids.New(clock) }).ToList();
        foreach (var copy in copies)
            scope.Later(scope.Dialect.InsertOrIgnore + InsertSubstitutesAlert, RowOf(copy, Substitute));
        foreach (var alert in alerts.Where(alert => !IsCollected(alert.Notice)).Concat(copies))
            Send(scope, alert);
    }

    /// <summary>A step of the ladder for a supervisor who reads the digest: the inbox has it as read, and it does not leave the program.</summary>
    private static bool IsCollected(Notice notice) => notice is { Level: > 0, To.Collects: true, Kind: NoticeKind.Overdue or NoticeKind.Escalated };

    private sealed record Alert(string Id, Notice Notice, DateTimeOffset SendFrom);

    private object RowOf(Alert alert, string recipientInKey) => new
    {
        alert.Id,
        RecipientId = alert.Notice.To.Id,
        Kind = NoticeKinds.NameOf(alert.Notice.Kind),
        alert.Notice.Level,
        CaseId = alert.Notice.Case?.Id,
        CaseNumber = alert.Notice.Case?.Number,
        StageKind = alert.Notice.Case?.Stage?.ToString(),
        alert.Notice.Text,
        alert.Notice.At,
        ReadAt = IsCollected(alert.Notice) ? clock.GetUtcNow() : (DateTimeOffset?)null,
        DedupeKey = $"{alert.Notice.DedupeKey}/{recipientInKey}",
        Today = ChinaTime.Today(clock),
    };

    private void Send(WriteScope scope, Alert alert)
    {
        var notice = alert.Notice;
        if ((notice.Case?.Number ?? notice.Subject) is not { } subject)
            return;

        var payload = JsonSerializer.Serialize(
            new OutgoingNotice(notice.Kind, notice.Case?.Id, subject, notice.Case?.Stage, notice.Text, notice.At), ApiJson.Options);
        scope.Later(
            InsertOutbox,
            new
            {
                Id = Ids.New(clock),
                AlertId = alert.Id,
                Channel = WeChatChannel,
                payload,
                alert.SendFrom,
                Now = clock.GetUtcNow(),
                notice.Jurisdiction,
            });
    }

    /// <summary>A text message to somebody without an account.</summary>
    /// <param name="phoneEncrypted">As phones of accounts are.</param>
    public void WriteText(WriteScope scope, string phoneEncrypted, OutgoingNotice notice, string key, string jurisdiction, SendingHours hours) => scope.Later(InsertText, new
    {
        Id = Ids.New(clock),
        Payload = JsonSerializer.Serialize(notice, ApiJson.Options),
        key,
        SendFrom = hours.FirstFrom(clock.GetUtcNow()),
        Now = clock.GetUtcNow(),
        jurisdiction,
        phoneEncrypted,
    });

    /// <summary>Takes back what has not gone out of the program; the inbox keeps it.</summary>
    /// <param name="about">How the notices' keys begin, to a <c>/</c>.</param>
    public void Withdraw(WriteScope scope, string about, IEnumerable<Recipient> recipients)
    {
        // The keys are one stretch of their index: what begins with "a/" lies between "a/" and "a0".
        foreach (var recipient in recipients)
            scope.Later(WithdrawWaiting, new { From = about, To = about[..^1] + '0', RecipientId = recipient.Id, Now = clock.GetUtcNow() });
    }

    /// <summary>Whoever is no longer here hears of nothing any more.</summary>
    public void WithdrawAll(WriteScope scope, string recipientId) =>
        scope.Later("update outbox set status = 'skipped', last_error = 'no longer here', done_at = @Now where status = 'waiting' and recipient_id = @recipientId",
            new { recipientId, Now = clock.GetUtcNow() });

    private const string InsertText = """
        insert into outbox (id, channel, payload, dedupe_key, status, attempts, next_attempt_at, created_at, jurisdiction, to_phone_encrypted)
        values (@Id, 'sms', @Payload, @key, 'waiting', 0, @SendFrom, @Now, @jurisdiction, @phoneEncrypted)
        """;

    private const string WithdrawWaiting = """
        update outbox set status = 'skipped', last_error = 'no longer theirs', done_at = @Now
        where dedupe_key >= @From and dedupe_key < @To and recipient_id = @RecipientId and status = 'waiting'
        """;

    private const string InsertAlert = """
         alerts (id, recipient_id, kind, level, case_id, case_number, stage_kind, text, at, read_at, dedupe_key)
        values (@Id, @RecipientId, @Kind, @Level, @CaseId, @CaseNumber, @StageKind, @Text, @At, @ReadAt, @DedupeKey)
        """;

    private const string Substitute = "*";

    // Whoever stands in for somebody who is away hears of it once, also when it reaches them in their own right; staff of a town only for who
    // is of the same town still.
    private const string InsertSubstitutesAlert = $"""
         alerts (id, recipient_id, kind, level, case_id, case_number, stage_kind, text, at, dedupe_key)
        select @Id, a.substitute_id, @Kind, @Level, @CaseId, @CaseNumber, @StageKind, @Text, @At, replace(@DedupeKey, '{Substitute}', a.substitute_id)
        from absences a
        join users w on w.id = a.user_id
        join users u on u.id = a.substitute_id and u.active = 1 and (u.town is null or u.town = w.town)
        where a.user_id = @RecipientId and a.from_on <= @Today and a.until_on >= @Today
        order by a.id limit 1
        """;

    // Only with the alert that was written just before: one that was there already has been sent, or is being sent.
    private const string InsertOutbox = """
        insert into outbox (id, channel, recipient_id, payload, dedupe_key, status, attempts, next_attempt_at, created_at, jurisdiction)
        select @Id, @Channel, recipient_id, @payload, dedupe_key, 'waiting', 0, @SendFrom, @Now, @Jurisdiction from alerts where id = @AlertId
        """;
}

/// <summary>What the dispatcher needs of a notice; kept as JSON in the outbox row. Holds no personal data.</summary>
/// <param name="CaseId">Null when it is about no case.</param>
/// <param name="CaseNumber">What it is headed with; the subject of a notice about no case.</param>
public sealed record OutgoingNotice(NoticeKind Kind, string? CaseId, string CaseNumber, StageKind? Stage, string Text, DateTimeOffset At)
{
    /// <summary>Whose signed form ends the text; the form itself is made when it is sent, so that nobody reads it here.</summary>
    public LinkToSign? Link { get; init; }
}

/// <param name="Before">The address, to where the signed id follows.</param>
public sealed record LinkToSign(string Before, string Purpose, string Id);
