using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>Whether a supervisor hears of what is late one by one, or once a day by the digest, which names all of it.</summary>
public sealed class AlertChoices(Database database) : IPersonalRecords, IAccountJoin
{
    public string Section => "alertChoices";

    public Task<bool> IsCollectedAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(
        async connection => await connection.QueryFirstOrDefaultAsync<int>("select collected from alert_choices where user_id = @Id", new { user.Id }) == 1, ct);

    public Task SetAsync(bool collected, CurrentUser user, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var values = new { user.Id, Collected = collected ? 1 : 0 };
            await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + " alert_choices (user_id, collected) values (@Id, @Collected)", values);
            return await scope.ExecuteAsync("update alert_choices set collected = @Collected where user_id = @Id", values);
        },
        ct);

    public async Task<object?> ExportAsync(DbConnection connection, CurrentUser user) =>
        await connection.QueryFirstOrDefaultAsync<int?>("select collected from alert_choices where user_id = @Id", new { user.Id }) is { } collected ? new { Collected = collected == 1 } : null;

    public Task EraseAsync(WriteScope scope, string userId) => scope.ExecuteAsync("delete from alert_choices where user_id = @userId", new { userId });

    public Task EraseOfCaseAsync(WriteScope scope, string caseId) => Task.CompletedTask;

    /// <summary>The one that goes on keeps its own choice.</summary>
    public Task JoinAsync(WriteScope scope, string from, string to) => scope.ExecuteAsync("delete from alert_choices where user_id = @from", new { from });
}
