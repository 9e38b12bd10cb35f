using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>Published cases as a table, one a row.</summary>
internal static class PublishedTable
{
    private static readonly string[] Header =
    [
        "number", "status", "category", "title", "text", "station", "districtCode", "district", "reportedAt", "deputy", "lead", "answeredAt", "by", "answer", "outcome",
        "promisedOn", "promise", "grade",
    ];

    public static SheetToWrite Of(IEnumerable<PublishedCase> cases) =>
        new(PublishedTexts.Of("table.sheet"), [.. Header.Select(name => PublishedTexts.Of($"table.{name}"))], cases.Select(RowOf));

    private static IReadOnlyList<CellToWrite> RowOf(PublishedCase shown)
    {
        var answer = shown.Answer;
        return
        [
            shown.Number, Terms.Of(shown.Status), shown.Category.Name, shown.Title, shown.Text, shown.Station.Name, shown.District.Code, shown.District.Name,
            Moment(shown.ReportedAt), shown.Deputy, shown.Lead, answer is null ? null : Moment(answer.At), answer?.By, answer?.Text,
            answer?.Outcome is { } outcome ? Terms.Of(outcome) : answer?.Destination, answer?.PromisedOn is { } on ? Columns.Text(on) : null,
            answer?.Promise is { } promise ? Terms.Of(promise) : null, shown.Grade is { } grade ? Terms.Of(grade) : null,
        ];
    }

    private static string Moment(DateTimeOffset at) => at.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
