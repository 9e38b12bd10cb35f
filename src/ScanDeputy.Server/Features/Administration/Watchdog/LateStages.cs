using System.Data.Common;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>Open stages past their date of which nobody was told. A stage whose clock is stopped is not late.</summary>
internal sealed class LateStages(TimeProvider clock)
{
    public async Task<IReadOnlyList<WatchdogFinding>> FindAsync(Database database, CancellationToken ct)
    {
        var jurisdictions = await database.ReadAsync(connection => connection.QueryAsync<string>("select code from jurisdictions"), ct);
        var findings = new List<WatchdogFinding>();
        foreach (var jurisdiction in jurisdictions)
            findings.AddRange(WatchdogProbe.Findings(WatchdogChecks.LateWithoutAlert, await database.ReadAsync(connection => FindAsync(connection, jurisdiction), ct)));
        return findings;
    }

    private async Task<List<WatchdogProbe.Subject>> FindAsync(DbConnection connection, string jurisdiction)
    {
        var untold = new List<WatchdogProbe.Subject>();
        var late = (await connection.QueryAsync<Row>(SelectLate, new { jurisdiction, Today = ChinaTime.Today(clock) })).AsList();
        foreach (var stage in late)
        {
            if (untold.Count < WatchdogProbe.CountsTo && !await IsToldAsync(connection, stage) && !await IsStoppedAsync(connection, stage))
                untold.Add(new WatchdogProbe.Subject { Jurisdiction = jurisdiction, Number = stage.Number });
        }

        return untold;
    }

    /// <summary>DeadlineSweep's keys begin with the stage; '0' is the character after '/'.</summary>
    private static async Task<bool> IsToldAsync(DbConnection connection, Row stage) => await connection.QueryFirstOrDefaultAsync<int?>(
        "select 1 from alerts where dedupe_key > @From and dedupe_key < @To limit 1",
        new { From = $"stage/{stage.CaseId}/{stage.Sequence}/", To = $"stage/{stage.CaseId}/{stage.Sequence}0" }) is not null;

    private static async Task<bool> IsStoppedAsync(DbConnection connection, Row stage)
    {
        // The ledger has the last word.
        if (!stage.ClockStopped)
            return false;

        var facts = await connection.QueryAsync<string>("select data from case_events where case_id = @CaseId order by sequence desc", new { stage.CaseId });
        return facts.Select(TypeOf).FirstOrDefault(type => type is "paused" or "resumed") == "paused";
    }

    /// <summary>Null when the ledger says nothing that can be read: then the stage counts as late, and somebody will look.</summary>
    private static string? TypeOf(string fact)
    {
        try
        {
            using var json = JsonDocument.Parse(fact);
            return json.RootElement.TryGetProperty("type", out var type) ? type.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private const string SelectLate = """
        select k.number, g.case_id, g.sequence, g.clock_stopped
        from cases k join stages g on g.case_id = k.id and g.sequence = k.open_stage
        where k.jurisdiction = @jurisdiction and k.due_on < @Today
        """;

    private sealed record Row
    {
        public string Number { get; init; } = "";

        public string CaseId { get; init; } = "";

        public int Sequence { get; init; }

        public bool ClockStopped { get; init; }
    }
}
