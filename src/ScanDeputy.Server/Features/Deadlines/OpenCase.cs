using System.Data.Common;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>A case with its open stage, for <see cref="OpenStageDates"/>, which walks along the index of due dates.</summary>
internal sealed record OpenCase(CaseRow Row, Case State, OpenStage Stage)
{
    private const int CasesAtOnce = 100;
    internal const char Between = '~';

    public static bool IsPlace(string text) => text.Split(Between) is [var on, { Length: 32 } id]
        && DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && id.All(char.IsAsciiHexDigitLower);

    public static async Task<IReadOnlyList<Place>> PlacesAsync(DbConnection connection, string jurisdiction, string? after)
    {
        var (on, id) = after?.Split(Between) is [var date, var last] ? (date, last) : ("", "");
        return (await connection.QueryAsync<Place>(SelectPage, new { jurisdiction, on, id, CasesAtOnce })).AsList();
    }

    public static string? NextOf(IReadOnlyList<Place> places) => places.Count < CasesAtOnce ? null : places[^1].ToString();

    public static async Task<IReadOnlyList<OpenCase>> LoadAsync(DbConnection connection, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return [];

        var rows = (await connection.QueryAsync<CaseRow>($"select {CaseRow.Columns} from cases where id in @ids", new { ids })).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var events = (await connection.QueryAsync<CaseEventRow>(SelectEvents, new { ids })).ToLookup(entry => entry.CaseId, StringComparer.Ordinal);
        var stages = (await connection.QueryAsync<OpenStage>(SelectStages, new { ids })).ToDictionary(stage => stage.CaseId, StringComparer.Ordinal);
        // A case that was moved between these reads is not in step; its own move has seen to its date.
        var cases = from id in ids
                    let state = CaseHistory.Fold([.. events[id].Select(entry => entry.ToEvent())])
                    where stages.ContainsKey(id) && state.OpenStage?.Sequence == stages[id].Sequence
                    select new OpenCase(rows[id], state, stages[id]);
        return [.. cases];
    }

    private const string SelectPage = """
        select id, due_on from cases
        where jurisdiction = @jurisdiction and due_on >= @on and (due_on > @on or id > @id)
        order by due_on, id limit @CasesAtOnce
        """;

    private const string SelectEvents = $"select {CaseEventRow.Columns} from case_events where case_id in @ids order by case_id, sequence";

    private const string SelectStages = """
        select case_id, sequence, limit_days, due_on, provisional, policy_version, calendar_version, alert_step, next_alert_at
        from stages where case_id in @ids and ended_at is null
        """;
}

/// <summary>Where a case stands in the index of due dates.</summary>
internal sealed record Place
{
    public string Id { get; init; } = "";

    public string DueOn { get; init; } = "";

    public override string ToString() => $"{DueOn}{OpenCase.Between}{Id}";
}

/// <summary>The stage as its row says it.</summary>
internal sealed record OpenStage
{
    public string CaseId { get; init; } = "";

    public int Sequence { get; init; }

    public int LimitDays { get; init; }

    public DateOnly DueOn { get; init; }

    public bool Provisional { get; init; }

    public string PolicyVersion { get; init; } = "";

    public string CalendarVersion { get; init; } = "";

    public int AlertStep { get; init; }

    public DateTimeOffset? NextAlertAt { get; init; }
}
