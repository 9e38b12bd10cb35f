using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices.Choices;

/// <summary>Of which stages a supervisor hears one by one when they are late; of the others once a day, by the digest, which names all of them.</summary>
public sealed class AlertChoices(Database database, TimeProvider clock) : IPersonalRecords, IAccountJoin
{
    /// <summary>Of who has chosen nothing.</summary>
    public static IReadOnlyList<StageKind> Usual { get; } = Enum.GetValues<StageKind>();

    public string Section => "alertChoices";

    public Task<IReadOnlyList<StageKind>> GetAsync(CurrentUser user, CancellationToken ct) =>
        database.ReadAsync(async connection => await FindAsync(connection, user) ?? Usual, ct);

    /// <summary>In the same order as the stages, each once.</summary>
    public async Task<IReadOnlyList<StageKind>> SetAsync(WriteScope scope, IEnumerable<StageKind> stages, CurrentUser user)
    {
        IReadOnlyList<StageKind> chosen = [.. stages.Distinct().Order()];
        var values = new { user.Id, Stages = string.Join('|', chosen) };
        var before = await scope.FirstOrDefaultAsync<string>("select single_stages from alert_choices where user_id = @Id", values) ?? string.Join('|', Usual);
        if (before != values.Stages)
        {
            AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.AccountChanged, user.Jurisdiction ?? "", user.Id)
            {
                Object = "alert-choices",
                ObjectId = user.Id,
                Person = user.Id,
                Details = [new AuditDetail("stages", before, values.Stages)],
            });
        }

        await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + " alert_choices (user_id, single_stages) values (@Id, @Stages)", values);
        await scope.ExecuteAsync("update alert_choices set single_stages = @Stages where user_id = @Id", values);
        return chosen;
    }

    public async Task<object?> ExportAsync(DbConnection connection, CurrentUser user) =>
        await FindAsync(connection, user) is { } stages ? new { Stages = stages } : null;

    public Task EraseAsync(WriteScope scope, string userId) => scope.ExecuteAsync("delete from alert_choices where user_id = @userId", new { userId });

    /// <summary>The one that goes on keeps its own choice.</summary>
    public Task JoinAsync(WriteScope scope, string from, string to) => scope.ExecuteAsync("delete from alert_choices where user_id = @from", new { from });

    private static async Task<IReadOnlyList<StageKind>?> FindAsync(DbConnection connection, CurrentUser user) =>
        await connection.QueryFirstOrDefaultAsync<string>("select single_stages from alert_choices where user_id = @Id", new { user.Id }) is { } stored
            ? [.. stored.Parts().Select(Enum.Parse<StageKind>)]
            : null;
}
