using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Features.Administration.Limits;

/// <summary>
/// The limits of the administrator's own jurisdiction. A new version touches only stages begun after it; the open ones follow only when the
/// administrator has seen what would change and says so.
/// </summary>
public static class AdministerPolicies
{
    /// <param name="InForce">Whether stages that begin now follow it.</param>
    public sealed record Item(bool InForce, DeadlinePolicy Policy);

    public sealed record Recompute(string? Version);

    public sealed record Category(string Id, string Name);

    public static void Map(RouteGroupBuilder admin)
    {
        var policies = admin.MapGroup("/policies").RequireAuthorization(Rights.Administer);
        policies.MapGet("", async (CurrentUser user, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.ListAsync(user, ct)))
            .WithName("ListPolicies").Produces<Page<Item>>();
        policies.MapPost("", async (PolicyDraft draft, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.AddAsync(draft, user, write, ct)).ToHttp(policy => TypedResults.Created("/api/v1/admin/policies", policy)))
            .WithName("AddPolicy").Produces<DeadlinePolicy>(StatusCodes.Status201Created);
        policies.MapPost("/preview", async (PolicyDraft draft, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.PreviewAsync(draft, limit, after, user, ct)).ToHttp())
            .WithName("PreviewPolicy").Produces<DateDifferences>();
        policies.MapPost("/recompute", async (Recompute request, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.RecomputeAsync(request, user, ct)).ToHttp())
            .WithName("RecomputeOpenStages").Produces<DatesRewritten>();
    }

    public sealed class Handler(
        Database database, IdempotentWrites writes, OpenStageDates dates, RuleBook book, TimeProvider clock)
    {
        public async Task<Page<Item>> ListAsync(CurrentUser user, CancellationToken ct)
        {
            var known = await database.ReadAsync(connection => PolicyStore.ListAsync(connection, user.Jurisdiction!), ct);
            var current = new PolicyHistory(known).At(clock.GetUtcNow()).Version;
            return new Page<Item>([.. known.Reverse().Select(policy => new Item(policy.Version == current, policy))], null);
        }

        /// <summary>The categories that can have limits of their own, in their order.</summary>
        public async Task<IReadOnlyList<Category>> CategoriesAsync(CurrentUser user, CancellationToken ct) =>
            (await database.ReadAsync(
                connection => connection.QueryAsync<Category>(
                    "select id, name from categories where jurisdiction = @Jurisdiction order by position", new { user.Jurisdiction }),
                ct)).AsList();

        public async Task<Result<DeadlinePolicy>> AddAsync(PolicyDraft draft, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var added = await writes.RunAsync<DeadlinePolicy>(
                write,
                draft,
                async scope =>
                {
                    var now = clock.GetUtcNow();
                    var known = await PolicyStore.ListAsync(scope.Connection, user.Jurisdiction!, scope.Transaction);
                    if (await PolicyStore.CheckCategoriesAsync(scope.Connection, user.Jurisdiction!, draft, scope.Transaction) is { } unknown)
                        return unknown;

                    var next = PolicyStore.Next(known, draft, now);
                    if (next.IsRefused)
                        return next;

                    await PolicyStore.InsertAsync(scope, user.Jurisdiction!, known, next.Value, user.Id, now);
                    PolicyStore.TellOf(scope, clock, user.Jurisdiction!, known[^1], next.Value, user.Id);
                    return next;
                },
                ct);
            await WholeMilliseconds.NextAsync(clock, ct);
            return added;
        }

        /// <summary>Which open stages would have another date if this draft held for them as well.</summary>
        public async Task<Result<DateDifferences>> PreviewAsync(PolicyDraft draft, string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after, dates.IsPlace);
            if (page.Refusal is { } wrongPage)
                return wrongPage;

            var now = clock.GetUtcNow();
            var (known, rules, unknown) = await database.ReadAsync(
                async connection => (
                    await PolicyStore.ListAsync(connection, user.Jurisdiction!),
                    await book.LoadAsync(connection, user.Jurisdiction!),
                    await PolicyStore.CheckCategoriesAsync(connection, user.Jurisdiction!, draft)),
                ct);
            if (unknown is not null)
                return unknown;

            var next = PolicyStore.Next(known, draft, now);
            if (next.Refusal is { } refusal)
                return refusal;

            var history = new PolicyHistory(known.Append(next.Value with { AppliedToOpenAt = now }));
            return await dates.CompareAsync(user.Jurisdiction!, rules with { Policies = history }, page.Value.After, page.Value.Limit, ct);
        }

        /// <summary>What would change of what is open if the version in force were applied to it.</summary>
        public async Task<DateDifferences> ChangesOfApplyingAsync(int most, CurrentUser user, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var (known, rules) = await database.ReadAsync(
                async connection => (await PolicyStore.ListAsync(connection, user.Jurisdiction!), await book.LoadAsync(connection, user.Jurisdiction!)), ct);
            var current = new PolicyHistory(known).At(now);
            var history = new PolicyHistory(known.Select(policy => policy.Version == current.Version ? policy with { AppliedToOpenAt = now } : policy));
            return await dates.CompareAsync(user.Jurisdiction!, rules with { Policies = history }, null, most, ct);
        }

        /// <summary>The version in force reaches back to the stages that are open now. Idempotent; resumes after an interruption.</summary>
        public async Task<Result<DatesRewritten>> RecomputeAsync(Recompute request, CurrentUser user, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var applied = await database.WriteAsync<int>(
                async scope =>
                {
                    var known = await PolicyStore.ListAsync(scope.Connection, user.Jurisdiction!, scope.Transaction);
                    var current = new PolicyHistory(known).At(now);
                    if (current.Version != request.Version)
                        return Refusal.OfField("version", "field_policy_unknown");

                    if (current.AppliedToOpenAt is null)
                        PolicyStore.TellOf(scope, clock, user.Jurisdiction!, current, current with { AppliedToOpenAt = now }, user.Id);
                    return await PolicyStore.ApplyToOpenAsync(scope, user.Jurisdiction!, request.Version!, now);
                },
                ct);
            await WholeMilliseconds.NextAsync(clock, ct);
            return applied.Refusal is { } refusal ? refusal : await dates.RewriteAsync(user.Jurisdiction!, user.Id, ct);
        }
    }
}
