using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>A co-agency and its opinion. Late: given after the date, or not given when the date has passed.</summary>
public sealed record OpinionView(Named Agency, DateOnly DueOn, string? Text, DateTimeOffset? At, bool Late);

/// <summary>Asked for by the agency, not yet granted.</summary>
public sealed record PauseRequestView(string Reason, DateOnly? Until, DateTimeOffset At);

/// <summary>Asked for by the agency, not yet decided on; in working days.</summary>
public sealed record ExtensionRequestView(int Days, string Reason, DateTimeOffset At);

/// <summary>Why the case is with the government office again, and whom the agency holds competent.</summary>
/// <param name="Count">How often agencies have sent it back.</param>
public sealed record ReturnView(Named Agency, string Reason, Named? ProposedAgency, DateTimeOffset At, int Count);

/// <summary>What offices ask and tell each other about a case; none of it is for the resident.</summary>
public sealed record OfficeViews(
    IReadOnlyList<OpinionView> Opinions, PauseRequestView? PauseRequest, ExtensionRequestView? ExtensionRequest, ReturnView? Return)
{
    public static OfficeViews Of(CaseFile file, CaseNames names, CaseDates dates, DateOnly today)
    {
        var (state, events) = (file.State, file.Events);
        return new OfficeViews(
            OpinionsOf(file, names, dates, today),
            state.OpenPauseRequest is { } pause && events.LastOrDefault(entry => entry.Fact is PauseRequested) is { } asked
                ? new PauseRequestView(pause.Reason, pause.Until, asked.At)
                : null,
            state.OpenExtensionRequest is { } extension && events.LastOrDefault(entry => entry.Fact is ExtensionRequested) is { } wanted
                ? new ExtensionRequestView(extension.WorkingDays, extension.Reason, wanted.At)
                : null,
            LastReturn(file) is { Fact: ReturnedToOffice fact } back
                ? new ReturnView(
                    new Named(fact.AgencyId, names.Agency(fact.AgencyId)), fact.Reason,
                    fact.ProposedAgencyId is { } proposed ? new Named(proposed, names.Agency(proposed)) : null, back.At, state.ReturnsByAgencies)
                : null);
    }

    /// <summary>The return that put the case where it is now; null when it lies elsewhere.</summary>
    public static CaseEvent? LastReturn(CaseFile file) =>
        file.State is { Status: CaseStatus.HandedOver, ReturnsByAgencies: > 0 } ? file.Events.Last(entry => entry.Fact is ReturnedToOffice) : null;

    private static IReadOnlyList<OpinionView> OpinionsOf(CaseFile file, CaseNames names, CaseDates dates, DateOnly today)
    {
        var state = file.State;
        if (state.CoAgencyIds.Count == 0 || state.Stages.LastOrDefault(stage => stage.Kind == StageKind.Handling) is not { } handling)
            return [];

        // An agency that was named before and again speaks about the new assignment.
        var since = file.Events.Last(entry => entry.Fact is Assigned).Sequence;
        var given = file.Events.Where(entry => entry.Sequence > since && entry.Fact is CoOpinionGiven)
            .GroupBy(entry => ((CoOpinionGiven)entry.Fact).AgencyId, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var dueOn = dates.CoOpinionDueOn(handling);
        return
        [
            .. state.CoAgencyIds.Select(id =>
            {
                var opinion = given.GetValueOrDefault(id);
                var on = opinion is null ? today : ChinaTime.DateOf(opinion.At);
                return new OpinionView(new Named(id, names.Agency(id)), dueOn, (opinion?.Fact as CoOpinionGiven)?.Text, opinion?.At, on > dueOn);
            }),
        ];
    }
}
