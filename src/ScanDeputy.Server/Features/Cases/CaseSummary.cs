using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Who a case waits for and until when: kept in its row, so that a work list or a sweep is one walk along an index.</summary>
/// <param name="ExpiresOn">Last day of waiting for an evaluation, or for the closing that follows it; a sweep acts the day after.</param>
public sealed record CaseSummary(string? WaitingRole, string? WaitingId, string? StageKind, DateOnly? DueOn, DateOnly? ExpiresOn)
{
    public static CaseSummary Of(Case state, DateRules rules)
    {
        if (state.OpenStage is { } stage)
        {
            var dates = new StageClock(rules).DatesOf(stage, state.Stages);
            return new CaseSummary(stage.Owner.Role.ToString(), stage.Owner.Id, stage.Kind.ToString(), dates.DueOn, null);
        }

        var expires = ExpiryOf(state, rules);
        return state.Status switch
        {
            CaseStatus.Replied when !state.ReplyAccepted => new CaseSummary(nameof(Role.Deputy), state.DeputyId, null, null, expires),
            CaseStatus.Replied or CaseStatus.Answered => new CaseSummary(nameof(Role.Resident), null, null, null, expires),
            _ => new CaseSummary(null, null, null, null, expires),
        };
    }

    private static DateOnly? ExpiryOf(Case state, DateRules rules) => state.Status switch
    {
        CaseStatus.Answered or CaseStatus.Replied => new CaseMoves(rules).EvaluationEndsOn(state),
        // A case under supervision stays open until the supervisor has an answer.
        CaseStatus.Evaluated when state is { SupervisionRequired: false, OpenSupervision: null, EvaluatedAt: { } at } => ChinaTime.DateOf(at),
        _ => null,
    };
}
