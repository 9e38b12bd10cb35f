using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices.Subscriptions;

/// <summary>What the quota says to one message.</summary>
internal enum QuotaUse
{
    /// <summary>WeChat is not the way of this message.</summary>
    None,

    /// <summary>Nothing is known of this person: WeChat is asked, and knows.</summary>
    Unknown,

    /// <summary>One acceptance is spent on it.</summary>
    Spent,

    /// <summary>A long-term permission, which is not used up.</summary>
    Lasting,

    /// <summary>Nothing is left: WeChat would refuse it.</summary>
    Refused,
}

/// <summary>
/// How many messages of a template a person has agreed to and not had yet (handbook §5). WeChat alone knows for certain and does not tell; so acceptances are
/// counted twice, as the mini-program tells them and as WeChat pushes them. Each of the two may lose some and neither adds any, so that the greater one is
/// believed. What WeChat answers or pushes later corrects the count. A person without a row is unknown.
/// </summary>
public sealed class MessageQuotas(IOptions<NoticeTemplates> templates, TimeProvider clock)
{
    /// <summary>Takes what one message needs. Two that go at once cannot both take the last.</summary>
    internal async Task<QuotaUse> TakeAsync(WriteScope scope, string userId, NoticeTemplate template)
    {
        var values = Values(userId, template);
        if (!templates.Value.IsLongTerm(template) && await scope.ExecuteAsync(Spend, values) == 1)
            return QuotaUse.Spent;

        return await scope.FirstOrDefaultAsync<int?>(SelectHasLeft, values) switch
        {
            null => QuotaUse.Unknown,
            1 when templates.Value.IsLongTerm(template) => QuotaUse.Lasting,
            _ => QuotaUse.Refused,
        };
    }

    /// <summary>The message was not sent after all.</summary>
    internal Task GiveBackAsync(WriteScope scope, string userId, NoticeTemplate template) => scope.ExecuteAsync(GiveBack, Values(userId, template));

    /// <summary>WeChat says that nothing is left: so it is.</summary>
    internal async Task ExhaustAsync(WriteScope scope, string userId, NoticeTemplate template)
    {
        await BeginAsync(scope, userId, template);
        await scope.ExecuteAsync($"{Exhaust}{Mine}", Values(userId, template));
    }

    /// <summary>The person said yes, as the mini-program tells; a no makes them known.</summary>
    internal async Task ToldAsync(WriteScope scope, string userId, NoticeTemplate template, int accepted)
    {
        await BeginAsync(scope, userId, template);
        if (accepted > 0)
            await scope.ExecuteAsync($"update message_quotas set told = told + @accepted, changed_at = @now{Mine}", Values(userId, template, accepted));
    }

    /// <summary>The same as WeChat pushes it; one push of a second counts, however often it comes, and none that is older than one that was counted.</summary>
    /// <param name="at">Seconds since 1970: when it happened.</param>
    internal async Task PushedAsync(WriteScope scope, string userId, NoticeTemplate template, bool accepted, long at)
    {
        await BeginAsync(scope, userId, template);
        await scope.ExecuteAsync($"update message_quotas set pushed = pushed + @accepted, changed_at = @now, pushed_at = @at{Mine} and pushed_at < @at", Values(userId, template, accepted ? 1 : 0, at));
    }

    /// <summary>WeChat pushes that nothing is left: switched off, or not delivered.</summary>
    internal async Task PushedExhaustedAsync(WriteScope scope, string userId, NoticeTemplate template, long at)
    {
        await BeginAsync(scope, userId, template);
        await scope.ExecuteAsync($"{Exhaust}, pushed_at = @at{Mine} and pushed_at < @at", Values(userId, template, 0, at));
    }

    internal static async Task<IReadOnlyList<QuotaRow>> ListAsync(DbConnection connection, string userId, DbTransaction? transaction = null) =>
        (await connection.QueryAsync<QuotaRow>("select template, told, pushed, spent, pushed_at from message_quotas where user_id = @userId order by template", new { userId }, transaction)).AsList();

    private Task<int> BeginAsync(WriteScope scope, string userId, NoticeTemplate template) => scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Insert, Values(userId, template));

    private object Values(string userId, NoticeTemplate template, int accepted = 0, long at = 0) => new { userId, template = template.ToString(), accepted, at, now = clock.GetUtcNow() };

    private const string Mine = " where user_id = @userId and template = @template";

    private const string Insert = " message_quotas (user_id, template, told, pushed, spent, pushed_at, changed_at) values (@userId, @template, 0, 0, 0, 0, @now)";

    private const string Spend = $"update message_quotas set spent = spent + 1, changed_at = @now{Mine} and (told > spent or pushed > spent)";

    private const string GiveBack = $"update message_quotas set spent = spent - 1, changed_at = @now{Mine} and spent > 0";

    private const string Exhaust = "update message_quotas set told = 0, pushed = 0, spent = 0, changed_at = @now";

    private const string SelectHasLeft = $"select case when told > spent or pushed > spent then 1 else 0 end from message_quotas{Mine}";
}

internal sealed record QuotaRow
{
    public string Template { get; init; } = "";

    public int Told { get; init; }

    public int Pushed { get; init; }

    public int Spent { get; init; }

    public long PushedAt { get; init; }

    public int Left => Math.Max(0, Math.Max(Told, Pushed) - Spent);
}
