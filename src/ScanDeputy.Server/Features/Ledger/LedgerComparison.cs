using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>
/// What the events say against what the rows say, column by column. Dates of an open stage that were counted with another version of the
/// calendar are not compared: a notice has come since, and a sweep will count them again.
/// </summary>
internal sealed class LedgerComparison(DateRules rules)
{
    private readonly List<string> _differences = [];

    /// <param name="otherCalendar">True when dates were left out.</param>
    public IReadOnlyList<string> Differences(
        Case state, LedgerCaseRow row, IReadOnlyList<LedgerStageRow> stages, IReadOnlyList<LedgerAgencyRow> agencies, IReadOnlyList<LedgerWaitRow> waits,
        IReadOnlyList<LedgerCoSignerRow> coSigners, out bool otherCalendar)
    {
        otherCalendar = stages.Any(IsBehind);
        var dates = new CaseDates(state, rules);
        CompareRow(dates, row, compareDates: !otherCalendar);
        CompareStages(dates, stages);
        var named = state.LeadAgencyId is { } lead ? state.CoAgencyIds.Prepend(lead).Select(id => (id, id == lead, state.Status.ToString())) : [];
        if (!named.ToHashSet().SetEquals(agencies.Select(agency => (agency.AgencyId, agency.IsLead, agency.Status))))
            _differences.Add("agencies");
        if (!state.CoSigners.Select(one => (one.DeputyId, one.Standing.ToString())).ToHashSet().SetEquals(coSigners.Select(one => (one.DeputyId, one.Standing))))
            _differences.Add("co-signers");
        CompareWaits(dates, row, waits, compareDates: !otherCalendar);
        return _differences;
    }

    private void CompareRow(CaseDates counted, LedgerCaseRow row, bool compareDates)
    {
        var (state, summary, standing) = (counted.State, CaseSummary.Of(counted), CaseStanding.Of(counted.State));
        Compare("status", row.Status, state.Status.ToString());
        Compare("station_id", row.StationId, state.StationId);
        Compare("town", row.Town, StageOwnerAccounts.TownOf(row.District));
        Compare("deputy_id", row.DeputyId, state.DeputyId);
        Compare("own_kind", row.OwnKind, state.OwnKind?.ToString());
        Compare("lead_agency_id", row.LeadAgencyId, state.LeadAgencyId);
        Compare("waiting_role", row.WaitingRole, summary.WaitingRole);
        Compare("waiting_id", row.WaitingId, summary.WaitingId);
        Compare("stage_kind", row.StageKind, summary.StageKind);
        Compare("open_stage", row.OpenStage, summary.OpenStage);
        Compare("answered", row.Answered, standing.Answered);
        Compare("outcome", row.Outcome, standing.Outcome?.ToString());
        Compare("grade", row.Grade, standing.Grade?.ToString());
        // The last day for a verdict follows from the stage's date.
        if (compareDates || !state.AwaitsVerdict)
            Compare("expires_on", row.ExpiresOn, summary.ExpiresOn);
        if (compareDates)
        {
            Compare("due_on", row.DueOn, summary.DueOn);
            Compare("clock_stopped", row.ClockStopped, summary.ClockStopped);
        }
    }

    private void CompareWaits(CaseDates counted, LedgerCaseRow row, IReadOnlyList<LedgerWaitRow> rows, bool compareDates)
    {
        var should = Waits.Of(counted).Select(wait => (
            wait.Kind.ToString(), wait.Role.ToString(), wait.Role == Role.Resident ? row.ResidentId : wait.Id ?? row.Jurisdiction, wait.Since, DateOf(wait.Kind.ToString(), wait.Until)));
        if (!should.ToHashSet().SetEquals(rows.Select(wait => (wait.Kind, wait.Role, wait.OwnerId, wait.SinceAt, DateOf(wait.Kind, wait.DueOn))))
            || rows.Any(wait => wait.Place != CaseWaits.PlaceOf(wait.DueOn, row.Id)))
            _differences.Add("waits");

        // A look-back has no stage that would say which calendar it was counted with; the sweep of reminders counts it again.
        DateOnly? DateOf(string kind, DateOnly? until) => compareDates && kind != nameof(WaitKind.LookBack) ? until : null;
    }

    private void CompareStages(CaseDates counted, IReadOnlyList<LedgerStageRow> rows)
    {
        var bySequence = rows.ToDictionary(row => row.Sequence);
        foreach (var stage in counted.State.Stages)
        {
            if (!bySequence.Remove(stage.Sequence, out var row))
            {
                _differences.Add($"stage {stage.Sequence} is missing");
                continue;
            }

            var dates = counted.Of(stage);
            var name = $"stage {stage.Sequence} ";
            Compare(name + "kind", row.Kind, stage.Kind.ToString());
            Compare(name + "round", row.Round, stage.Round);
            Compare(name + "owner_role", row.OwnerRole, stage.Owner.Role.ToString());
            Compare(name + "owner_id", row.OwnerId, stage.Owner.Id);
            Compare(name + "started_at", row.StartedAt, stage.StartedAt);
            Compare(name + "ended_at", row.EndedAt, stage.EndedAt);
            Compare(name + "limit_days", row.LimitDays, dates.LimitDays);
            Compare(name + "extension_days", row.ExtensionDays, stage.ExtensionDays);
            Compare(name + "policy_version", row.PolicyVersion, dates.PolicyVersion);
            if (IsBehind(row))
                continue;

            Compare(name + "due_on", row.DueOn, dates.DueOn);
            Compare(name + "clock_stopped", row.ClockStopped, dates.ClockStopped);
            Compare(name + "paused_days", row.PausedDays, dates.PausedDays);
            Compare(name + "provisional", row.Provisional, dates.Provisional);
            Compare(name + "verdict", row.Verdict, dates.Verdict.ToString());
        }

        _differences.AddRange(bySequence.Keys.Select(sequence => $"stage {sequence} is in no event"));
    }

    private bool IsBehind(LedgerStageRow stage) => stage.EndedAt is null && stage.CalendarVersion != rules.Calendar.Version;

    private void Compare<T>(string name, T actual, T should)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, should))
            _differences.Add($"{name} is {Said(actual)}, should be {Said(should)}");
    }

    private static string Said<T>(T value) => value switch
    {
        null => "nothing",
        DateOnly date => Columns.Text(date),
        DateTimeOffset at => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}

/// <summary>The columns of a case that follow from its events, and the district, which its town follows from.</summary>
internal sealed record LedgerCaseRow
{
    public const string Columns =
        "id, number, version, status, jurisdiction, station_id, resident_id, district, town, own_kind, deputy_id, lead_agency_id, waiting_role, waiting_id, stage_kind, open_stage, due_on, clock_stopped, expires_on, answered, outcome, grade";

    public string Id { get; init; } = "";

    public string Number { get; init; } = "";

    public int Version { get; init; }

    public string Status { get; init; } = "";

    public string Jurisdiction { get; init; } = "";

    public string StationId { get; init; } = "";

    public string ResidentId { get; init; } = "";

    public string? OwnKind { get; init; }

    public string District { get; init; } = "";

    public string? Town { get; init; }

    public string? DeputyId { get; init; }

    public string? LeadAgencyId { get; init; }

    public string? WaitingRole { get; init; }

    public string? WaitingId { get; init; }

    public string? StageKind { get; init; }

    public int? OpenStage { get; init; }

    public DateOnly? DueOn { get; init; }

    public bool ClockStopped { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public bool Answered { get; init; }

    public string? Outcome { get; init; }

    public string? Grade { get; init; }
}

internal sealed record LedgerCoSignerRow
{
    public string CaseId { get; init; } = "";

    public string DeputyId { get; init; } = "";

    public string Standing { get; init; } = "";
}

internal sealed record LedgerStageRow
{
    public const string Columns = """
        case_id, sequence, kind, round, owner_role, owner_id, started_at, ended_at, limit_days, paused_days, extension_days, due_on, clock_stopped, provisional,
        verdict, policy_version, calendar_version
        """;

    public string CaseId { get; init; } = "";

    public int Sequence { get; init; }

    public string Kind { get; init; } = "";

    public int Round { get; init; }

    public string OwnerRole { get; init; } = "";

    public string? OwnerId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int LimitDays { get; init; }

    public int PausedDays { get; init; }

    public int ExtensionDays { get; init; }

    public DateOnly DueOn { get; init; }

    public bool ClockStopped { get; init; }

    public bool Provisional { get; init; }

    public string Verdict { get; init; } = "";

    public string PolicyVersion { get; init; } = "";

    public string CalendarVersion { get; init; } = "";
}

internal sealed record LedgerWaitRow
{
    public string CaseId { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Role { get; init; } = "";

    public string OwnerId { get; init; } = "";

    public DateTimeOffset SinceAt { get; init; }

    public DateOnly? DueOn { get; init; }

    public string Place { get; init; } = "";
}

internal sealed record LedgerAgencyRow
{
    public string CaseId { get; init; } = "";

    public string AgencyId { get; init; } = "";

    public bool IsLead { get; init; }

    /// <summary>The case's.</summary>
    public string Status { get; init; } = "";
}
