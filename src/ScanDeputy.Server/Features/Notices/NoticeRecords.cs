using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>The inbox of a person, and what still waits to be sent to them.</summary>
public sealed class NoticeRecords(NoticeWriter notices) : IPersonalRecords
{
    public string Section => "alerts";

    public async Task<object?> ExportAsync(DbConnection connection, CurrentUser user) =>
        await connection.QueryAsync<Alert>("select kind, case_number, text, at, read_at from alerts where recipient_id = @Id order by id", new { user.Id });

    public async Task EraseAsync(WriteScope scope, string userId)
    {
        notices.WithdrawAll(scope, userId);
        await scope.ExecuteAsync("delete from alerts where recipient_id = @userId", new { userId });
    }

    /// <summary>What was told to whoever reported it; what offices were told of their work stays.</summary>
    public async Task EraseOfCaseAsync(WriteScope scope, string caseId) =>
        await scope.ExecuteAsync("delete from alerts where case_id = @caseId and recipient_id = (select k.resident_id from cases k where k.id = @caseId)", new { caseId });

    private sealed record Alert
    {
        public string Kind { get; init; } = "";

        public string? CaseNumber { get; init; }

        public string Text { get; init; } = "";

        public DateTimeOffset At { get; init; }

        public DateTimeOffset? ReadAt { get; init; }
    }
}
