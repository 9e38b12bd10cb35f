using System.Globalization;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>Tells residents about what they have booked; on days off as well, since it may be about the day after.</summary>
public sealed class BookingNews(NoticeWriter writer, RuleBook book, TimeProvider clock)
{
    /// <param name="what">Part of the text's key and of what is written once only.</param>
    /// <param name="row">A booking, as it is now. One made at the desk has nobody to tell.</param>
    /// <param name="reason">Why, where somebody said so.</param>
    internal async Task WriteAsync(WriteScope scope, string what, BookingRow row, string? reason = null)
    {
        if (row.UserId is not { } userId)
            return;

        var when = $"{NoticeTexts.Day(row.HeldOn)}{row.Starts}";
        var text = NoticeTexts.Format($"reception.{what}", when, row.StationName, reason is null ? "" : NoticeTexts.Format("reception.reason", reason));
        var notice = new Notice(Recipient.Of(userId), NoticeKind.Reception, text, $"booking/{row.Id}/{what}/{row.HeldOn:yyyyMMdd}{row.Starts}", clock.GetUtcNow())
        {
            Jurisdiction = row.Jurisdiction,
            Subject = string.Create(CultureInfo.InvariantCulture, $"YY-{row.HeldOn:yyyyMMdd}-{row.Starts.Replace(":", "", StringComparison.Ordinal)}"),
        };
        writer.WriteAll(scope, [notice], NoticeKinds.HoursOf(NoticeKind.Reception, await book.LoadAsync(scope.Connection, row.Jurisdiction, scope.Transaction)));
    }
}
