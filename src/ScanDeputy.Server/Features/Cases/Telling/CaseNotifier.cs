using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Telling;

/// <summary>What is said about a case.</summary>
/// <param name="Key">Says what it is about; together with the recipient it can be written once only.</param>
/// <param name="At">The instant at which it became true.</param>
public sealed record CaseMessage(NoticeKind Kind, string Text, string Key, DateTimeOffset At)
{
    /// <summary>0 to the one who has to act, 1 to 3 to supervisors of that level.</summary>
    public int Level { get; init; }
}

/// <summary>Writes every notice about a case, so that each names its case, its jurisdiction, and goes out in that jurisdiction's hours.</summary>
public sealed class CaseNotifier(NoticeWriter writer)
{
    public void Write(WriteScope scope, CaseFile file, IEnumerable<Recipient> recipients, CaseMessage message, DateRules rules) =>
        writer.WriteAll(scope, NoticesOf(AboutOf(file), file.Row.Jurisdiction, recipients, message), new SendingHours(rules));

    /// <summary>The notices themselves, for a caller that writes those of many cases together.</summary>
    public static IEnumerable<Notice> NoticesOf(NoticeCase about, string jurisdiction, IEnumerable<Recipient> recipients, CaseMessage message) =>
        recipients.Select(recipient => new Notice(recipient, message.Kind, message.Text, message.Key, message.At)
        {
            Jurisdiction = jurisdiction,
            Level = message.Level,
            Case = about,
        });

    /// <summary>Takes back what has not gone out of the program; the inbox keeps it.</summary>
    /// <param name="about">How the keys of the messages begin, to a <c>/</c>.</param>
    public void Withdraw(WriteScope scope, string about, IEnumerable<Recipient> recipients) => writer.Withdraw(scope, about, recipients);

    private static NoticeCase AboutOf(CaseFile file) => new(file.Row.Id, file.Row.Number, file.State.OpenStage?.Kind);
}
