using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>Until when something waits, as a list or the top of a case shows it: in words, and in a colour that says the same.</summary>
/// <param name="DaysLeft">In working days, as everywhere (<see cref="ListedWait"/>).</param>
public sealed record DueView(DateOnly DueOn, bool Provisional, bool Overdue, int DaysLeft, DateOnly Today)
{
    /// <returns>Null where there is no date.</returns>
    public static DueView? Of(ListedWait? wait, bool provisional, DateOnly today) =>
        wait is { DueOn: { } on, DaysLeft: { } left } ? new DueView(on, provisional, wait.Overdue, left, today) : null;

    public static DueView? Of(ListCases.Item item, DateOnly today) => Of(item.Waiting, item is { Waiting.Kind: WaitKind.Stage or WaitKind.Verdict, Stage.Provisional: true }, today);

    /// <summary>Without the year, where it is this one.</summary>
    public string Day => DueOn.Year == Today.Year ? ChinaText.ShortDay(DueOn) : ChinaText.Day(DueOn);

    public string Look => Overdue ? "late" : DaysLeft <= 1 ? "soon" : "good";

    public string Words => Overdue ? DaysLeft == 0 ? "已逾期" : $"逾期 {-DaysLeft} 个工作日"
        : (DueOn.DayNumber - Today.DayNumber) switch { 0 => "今天到期", 1 => "明天到期", _ => $"还有 {DaysLeft} 个工作日" };
}

/// <summary>The look of a status; its words are beside it.</summary>
public static class StatusLook
{
    public static string Of(CaseStatus status) => status switch
    {
        CaseStatus.Answered or CaseStatus.Replied or CaseStatus.Evaluated => "good",
        CaseStatus.Closed or CaseStatus.Withdrawn or CaseStatus.Merged or CaseStatus.Redirected => "plain",
        _ => "go",
    };

    /// <summary>Of a deputy's own suggestion, no deputy has adopted anything.</summary>
    public static string WordOf(CaseStatus status, SuggestionKind? ownKind) => (ownKind is null ? null : Terms.Find($"OwnStatus.{status}")) ?? Terms.Of(status);

    /// <summary>What has been begun again says so; null the first time.</summary>
    public static string? RoundOf(int? round) => round > 1 ? $"第 {round} 轮" : null;
}
