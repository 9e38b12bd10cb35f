using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>A due date as a list shows it: in words, and in a colour that says the same.</summary>
public sealed record DueView(DateOnly DueOn, bool Provisional, bool Overdue, bool Paused, DateOnly Today)
{
    public DueView(ListCases.ItemStage stage, DateOnly today)
        : this(stage.DueOn, stage.Provisional, stage.Overdue, stage.Paused, today)
    {
    }

    public string Look => Overdue ? "late" : Paused ? "wait" : DaysLeft <= 1 ? "soon" : "good";

    public string Words => Overdue ? $"逾期 {-DaysLeft} 天"
        : Paused ? "暂停计时"
        : DaysLeft switch { 0 => "今天到期", 1 => "明天到期", var days => $"还有 {days} 天" };

    private int DaysLeft => DueOn.DayNumber - Today.DayNumber;
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
}
