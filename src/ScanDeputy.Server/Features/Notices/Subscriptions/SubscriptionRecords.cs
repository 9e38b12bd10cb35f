using System.Data.Common;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices.Subscriptions;

/// <summary>How many messages a person has agreed to: given to them, erased for them, and moved when two accounts become one.</summary>
public sealed class SubscriptionRecords : IPersonalRecords, IAccountJoin
{
    public string Section => "subscriptions";

    public async Task<object?> ExportAsync(DbConnection connection, CurrentUser user) =>
        (await MessageQuotas.ListAsync(connection, user.Id)).Select(row => new { row.Template, row.Left });

    public Task EraseAsync(WriteScope scope, string userId) => scope.ExecuteAsync("delete from message_quotas where user_id = @userId", new { userId });

    public async Task JoinAsync(WriteScope scope, string from, string to)
    {
        foreach (var row in await MessageQuotas.ListAsync(scope.Connection, from, scope.Transaction))
        {
            var values = new { to, row.Template, row.Told, row.Pushed, row.Spent, row.PushedAt };
            await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Begin, values);
            await scope.ExecuteAsync(Add, values);
        }

        await EraseAsync(scope, from);
    }

    private const string Begin = " message_quotas (user_id, template, told, pushed, spent, pushed_at, changed_at) values (@to, @Template, 0, 0, 0, @PushedAt, 0)";

    private const string Add = "update message_quotas set told = told + @Told, pushed = pushed + @Pushed, spent = spent + @Spent where user_id = @to and template = @Template";
}
