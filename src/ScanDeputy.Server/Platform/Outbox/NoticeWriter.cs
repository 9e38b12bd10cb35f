using System.Text.Json;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Platform.Outbox;

/// <summary>
/// Writes a notice in the transaction that makes it true: at once into the recipient's in-app inbox, and into the outbox for the
/// ways that lead out of the program (handbook §5). A notice that is already there is not written again.
/// </summary>
public sealed class NoticeWriter(TimeProvider clock)
{
    public const string WeChatChannel = "wechat";

    /// <param name="sendFrom">Not before this instant outside the program (quiet hours).</param>
    public void Write(WriteScope scope, Notice notice, DateTimeOffset sendFrom)
    {
        var alert = new
        {
            Id = Ids.New(clock),
            notice.RecipientId,
            notice.Kind,
            notice.Level,
            notice.CaseId,
            notice.CaseNumber,
            StageKind = notice.Stage?.ToString(),
            notice.Text,
            notice.At,
            DedupeKey = $"{notice.DedupeKey}/{notice.RecipientId}",
            Today = ChinaTime.Today(clock),
        };
        scope.Later(scope.Dialect.InsertOrIgnore + InsertAlert, alert);
        Send(scope, notice, alert.Id, sendFrom);
        // How one's own matter goes on is one's own; and few are away.
        if (notice.Kind == "progress" || scope.NeverAway.Contains(notice.RecipientId))
            return;

        var copy = alert with { Id = Ids.New(clock), DedupeKey = $"{notice.DedupeKey}/{Substitute}" };
        scope.Later(scope.Dialect.InsertOrIgnore + InsertSubstitutesAlert, copy);
        Send(scope, notice, copy.Id, sendFrom);
    }

    private void Send(WriteScope scope, Notice notice, string alertId, DateTimeOffset sendFrom)
    {
        if ((notice.CaseNumber ?? notice.Subject) is not { } subject)
            return;

        var payload = JsonSerializer.Serialize(
            new OutgoingNotice(notice.Kind, notice.CaseId, subject, notice.Stage, notice.Text, notice.At), ApiJson.Options);
        scope.Later(
            InsertOutbox,
            new
            {
                Id = Ids.New(clock),
                alertId,
                Channel = WeChatChannel,
                payload,
                sendFrom,
                Now = clock.GetUtcNow(),
                notice.Jurisdiction,
            });
    }

    /// <summary>Takes back what has not gone out of the program; the inbox keeps it.</summary>
    /// <param name="about">How the notices' keys begin, to a <c>/</c>.</param>
    public void Withdraw(WriteScope scope, string about, IReadOnlyList<string> recipients)
    {
        // The keys are one stretch of their index: what begins with "a/" lies between "a/" and "a0".
        foreach (var recipientId in recipients)
            scope.Later(WithdrawWaiting, new { From = about, To = about[..^1] + '0', recipientId, Now = clock.GetUtcNow() });
    }

    /// <summary>Whoever is no longer here hears of nothing any more.</summary>
    public void WithdrawAll(WriteScope scope, string recipientId) =>
        scope.Later("update outbox set status = 'skipped', last_error = 'no longer here', done_at = @Now where status = 'waiting' and recipient_id = @recipientId",
            new { recipientId, Now = clock.GetUtcNow() });

    private const string WithdrawWaiting = """
        update outbox set status = 'skipped', last_error = 'no longer theirs', done_at = @Now
        where dedupe_key >= @From and dedupe_key < @To and recipient_id = @recipientId and status = 'waiting'
        """;

    private const string InsertAlert = """
         alerts (id, recipient_id, kind, level, case_id, case_number, stage_kind, text, at, dedupe_key)
        values (@Id, @RecipientId, @Kind, @Level, @CaseId, @CaseNumber, @StageKind, @Text, @At, @DedupeKey)
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
        select @Id, @Channel, recipient_id, @payload, dedupe_key, 'waiting', 0, @sendFrom, @Now, @Jurisdiction from alerts where id = @alertId
        """;
}

/// <summary>What the dispatcher needs of a notice; kept as JSON in the outbox row. Holds no personal data.</summary>
/// <param name="CaseId">Null when it is about no case.</param>
/// <param name="CaseNumber">What it is headed with; the subject of a notice about no case.</param>
public sealed record OutgoingNotice(string Kind, string? CaseId, string CaseNumber, StageKind? Stage, string Text, DateTimeOffset At);
