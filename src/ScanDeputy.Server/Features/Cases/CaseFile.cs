using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.People;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>A case as loaded: its row, its events and the state they fold to.</summary>
public sealed record CaseFile(CaseRow Row, IReadOnlyList<CaseEvent> Events, Case State)
{
    public static async Task<CaseFile?> LoadAsync(DbConnection connection, string id, DbTransaction? transaction = null)
    {
        var row = await connection.QueryFirstOrDefaultAsync<CaseRow>(
            $"select {CaseRow.Columns} from cases where id = @id", new { id }, transaction);
        if (row is null)
            return null;

        var events = (await connection.QueryAsync<CaseEventRow>(SelectEvents, new { id }, transaction)).Select(entry => entry.ToEvent()).ToList();
        return new CaseFile(row, events, CaseHistory.Fold(events));
    }

    /// <summary>The accounts that answer for the case's deputy, where the caller has read them on a trip that it made anyway; else null.</summary>
    public IReadOnlyList<Recipient>? DeputyAccounts { get; init; }

    private const string SelectEvents = $"select {CaseEventRow.Columns} from case_events where case_id = @id order by sequence";
}
