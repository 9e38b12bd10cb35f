using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>The way of a matter in the six published steps 联系—反映—处理—落实—反馈—评价 [000:1313], as its page shows it.</summary>
public static class SixSteps
{
    public enum Standing
    {
        Done,
        Current,
        Ahead,
        Left,
    }

    public sealed record Step(string Name, Standing Standing, IReadOnlyList<StageView> Stages)
    {
        public string Word => Standing switch
        {
            Standing.Done => "已完成",
            Standing.Current => "进行中",
            Standing.Ahead => "未开始",
            _ => "未进行",
        };
    }

    private static readonly string[] Names = ["联系", "反映", "处理", "落实", "反馈", "评价"];

    public static IReadOnlyList<Step> Of(CaseView view)
    {
        var current = CurrentOf(view);
        var over = view.Status is CaseStatus.Redirected or CaseStatus.Merged or CaseStatus.Withdrawn;
        return [.. Names.Select((name, index) => new Step(name, StandingOf(index, current, over, view), StagesOf(index, view)))];
    }

    private static int CurrentOf(CaseView view) => view.Status switch
    {
        CaseStatus.Received or CaseStatus.Adopted or CaseStatus.HandedOver => 2,
        CaseStatus.Redirected or CaseStatus.Merged or CaseStatus.Withdrawn => 3,
        CaseStatus.Assigned or CaseStatus.Handling => 3,
        // Nobody rates an own suggestion.
        CaseStatus.Replied when view is { OwnKind: not null, Answer.Verdict: not null } => Names.Length,
        CaseStatus.Replied when view.Answer is not ({ Accepted: true } or { Verdict.Kind: VerdictKind.NotGiven }) => 4,
        CaseStatus.Answered or CaseStatus.Replied => 5,
        _ => Names.Length,
    };

    private static Standing StandingOf(int index, int current, bool over, CaseView view)
    {
        if (index >= current)
            return over ? Standing.Left : index == current ? Standing.Current : Standing.Ahead;

        // The deputy answered alone: nothing was handed on. A deputy's own suggestion has no resident who rates it.
        return (index == 3 && view.Lead is null) || (index == 5 && view.OwnKind is not null) ? Standing.Left : Standing.Done;
    }

    private static IReadOnlyList<StageView> StagesOf(int index, CaseView view) => index switch
    {
        2 => [.. view.Stages.Where(stage => stage.Kind is StageKind.Triage or StageKind.Handover or StageKind.Assignment)],
        3 => [.. view.Stages.Where(stage => stage.Kind == StageKind.Handling)],
        4 => [.. view.Stages.Where(stage => stage.Kind == StageKind.Verdict)],
        _ => [],
    };
}
