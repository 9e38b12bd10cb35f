using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Whose administrators see a row that failed and whose key is a case's id.</summary>
internal static class CaseOrigin
{
    public static async Task<RowOrigin> OfAsync(WriteScope scope, string caseId) =>
        await scope.FirstOrDefaultAsync<string>("select jurisdiction from cases where id = @caseId", new { caseId }) is { } jurisdiction
            ? new RowOrigin(jurisdiction, caseId)
            : RowOrigin.Everywhere;
}
