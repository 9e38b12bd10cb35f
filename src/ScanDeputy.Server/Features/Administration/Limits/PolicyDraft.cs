using System.Globalization;
using FluentValidation;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Limits;

/// <summary>A policy as an administrator writes it. What is left out stays as it is.</summary>
public sealed record PolicyDraft
{
    /// <summary>Stages begun from then on follow it; null is now.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    public int? TriageLimit { get; init; }

    public int? HandoverLimit { get; init; }

    public int? AssignmentLimit { get; init; }

    public int? HandlingLimit { get; init; }

    public int? VerdictLimit { get; init; }

    /// <summary>All categories with limits of their own; empty takes all of them back.</summary>
    public IReadOnlyList<CategoryLimits>? Categories { get; init; }

    public int? ReturnWindow { get; init; }

    public int? SupervisedReturn { get; init; }

    public int? LongestExtension { get; init; }

    public int? CoOpinionBefore { get; init; }

    public int? EvaluationDays { get; init; }

    public int? DueSoonBefore { get; init; }

    public TimeOnly? DueSoonTime { get; init; }

    public IReadOnlyList<EscalationStep>? Ladder { get; init; }

    public TimeOnly? QuietUntil { get; init; }

    public TimeOnly? QuietFrom { get; init; }

    /// <summary>The policy in force with these changes.</summary>
    public DeadlinePolicy On(DeadlinePolicy current, string version, DateTimeOffset validFrom) => current with
    {
        Version = version,
        ValidFrom = validFrom,
        AppliedToOpenAt = null,
        TriageLimit = TriageLimit ?? current.TriageLimit,
        HandoverLimit = HandoverLimit ?? current.HandoverLimit,
        AssignmentLimit = AssignmentLimit ?? current.AssignmentLimit,
        HandlingLimit = HandlingLimit ?? current.HandlingLimit,
        VerdictLimit = VerdictLimit ?? current.VerdictLimit,
        Categories = Categories?.Where(own => Enum.GetValues<StageKind>().Any(kind => own.LimitOf(kind) is not null)).ToList() ?? current.Categories,
        ReturnWindow = ReturnWindow ?? current.ReturnWindow,
        SupervisedReturn = SupervisedReturn ?? current.SupervisedReturn,
        LongestExtension = LongestExtension ?? current.LongestExtension,
        CoOpinionBefore = CoOpinionBefore ?? current.CoOpinionBefore,
        EvaluationDays = EvaluationDays ?? current.EvaluationDays,
        DueSoonBefore = DueSoonBefore ?? current.DueSoonBefore,
        DueSoonTime = DueSoonTime ?? current.DueSoonTime,
        Ladder = Ladder ?? current.Ladder,
        QuietUntil = QuietUntil ?? current.QuietUntil,
        QuietFrom = QuietFrom ?? current.QuietFrom,
    };

    /// <summary>What each value may be by itself.</summary>
    public sealed class Validator : AbstractValidator<PolicyDraft>
    {
        private const int LongestStep = 30;
        private const int LongestHandling = 90;

        public Validator()
        {
            Range(draft => draft.TriageLimit, "代表处理期限", 1, LongestStep);
            Range(draft => draft.HandoverLimit, "交办期限", 1, LongestStep);
            Range(draft => draft.AssignmentLimit, "转办期限", 1, LongestStep);
            Range(draft => draft.HandlingLimit, "办理期限", 1, LongestHandling);
            Range(draft => draft.VerdictLimit, "代表表态期限", 1, LongestStep);
            RuleFor(draft => draft.Categories).Must(AreDistinct).WithMessage(_ => ErrorTexts.Field("field_category_twice"));
            RuleFor(draft => draft.Categories).Must(AreInRange)
                .WithMessage(_ => ErrorTexts.Field("field_category_limits", LongestStep, LongestHandling));
            Range(draft => draft.ReturnWindow, "退回期限", 0, 10);
            Range(draft => draft.SupervisedReturn, "提请督办的退回次数", 1, 10);
            Range(draft => draft.LongestExtension, "延期上限", 0, 60);
            Range(draft => draft.CoOpinionBefore, "协办意见提前天数", 1, 30);
            Range(draft => draft.EvaluationDays, "评价期限", 1, 90);
            Range(draft => draft.DueSoonBefore, "到期前提醒天数", 1, 10);
            RuleFor(draft => draft.Ladder).Must(IsLadder).WithMessage(_ => ErrorTexts.Field("field_ladder"));
        }

        private void Range(System.Linq.Expressions.Expression<Func<PolicyDraft, int?>> field, string label, int least, int most) => RuleFor(field)
            .InclusiveBetween(least, most)
            .WithMessage(_ => ErrorTexts.Field("field_range", label, least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)));

        private static bool AreDistinct(IReadOnlyList<CategoryLimits>? categories) =>
            categories is null || categories.Select(own => own?.CategoryId).Distinct(StringComparer.Ordinal).Count() == categories.Count;

        private static bool AreInRange(IReadOnlyList<CategoryLimits>? categories) => categories is null || categories.All(own =>
            own is { CategoryId: not null }
            && Enum.GetValues<StageKind>().All(kind => own.LimitOf(kind) is null || own.LimitOf(kind) is >= 1 and var days && days <= (kind == StageKind.Handling ? LongestHandling : LongestStep)));

        /// <summary>Level 1 hears at once, the others later and later.</summary>
        private static bool IsLadder(IReadOnlyList<EscalationStep>? ladder) => ladder is null
            || (ladder is [{ Level: 1, WorkingDaysLate: 0 }, ..] && ladder.Count <= 3 && ladder[^1].WorkingDaysLate <= 60
                && ladder.Zip(ladder.Skip(1)).All(pair => pair.Second.Level == pair.First.Level + 1 && pair.Second.WorkingDaysLate > pair.First.WorkingDaysLate));
    }
}
