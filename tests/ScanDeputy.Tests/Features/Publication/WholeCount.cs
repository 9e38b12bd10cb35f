using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Tests.Features.Publication;

/// <summary>The four rates from every event of every case, as nobody would count them each time.</summary>
internal static class WholeCount
{
    public static async Task<CaseRates> OfAsync(Database database, string jurisdiction)
    {
        var events = await database.ReadAsync(
            connection => connection.QueryAsync<CaseEventRow>(
                $"select {CaseEventRow.Columns} from case_events where case_id in (select id from cases where jurisdiction = @jurisdiction) order by case_id, sequence", new { jurisdiction }),
            CancellationToken.None);
        return CaseRates.Of(events.GroupBy(entry => entry.CaseId, StringComparer.Ordinal)
            .Select(entries => (CaseStanding.Of(CaseHistory.Fold([.. entries.Select(entry => entry.ToEvent())])), 1)));
    }
}
