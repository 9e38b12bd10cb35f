using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>
/// Where roles are given by two people: what one has proposed counts once another one confirms it, and is dropped when anybody who may confirm, or who has proposed it,
/// says no. Each leaves an audit line.
/// </summary>
public static class ConfirmRoles
{
    /// <param name="Opens">The account is new, or was closed; otherwise its roles change.</param>
    /// <param name="Mine">Proposed by the caller, who cannot confirm it.</param>
    /// <param name="ExpiresAt">After that it is as if nobody had proposed it.</param>
    public sealed record Item(
        string UserId, string UserName, string? Name, bool Opens, IReadOnlyList<Role> Roles, IReadOnlyList<Role> ProposedRoles, string ProposedBy, bool Mine, DateTimeOffset ProposedAt,
        DateTimeOffset ExpiresAt);

    /// <param name="Items">The oldest first.</param>
    public sealed record List(IReadOnlyList<Item> Items);

    public static void Map(RouteGroupBuilder group)
    {
        var staff = group.MapGroup("").RequireAuthorization(Rights.Secure);
        staff.MapGet("/proposals", async (CurrentUser user, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.ListAsync(user, ct)))
            .WithName("ListRoleProposals").Produces<List>();
        staff.MapPost("/{id}/proposal/confirm", async (string id, CurrentUser user, WriteContext write, Handler handler) =>
            (await handler.ConfirmAsync(id, user, write)).ToHttp(view => new Versioned<StaffView>(view, view.Version)))
            .WithName("ConfirmRoles").Refuses(PeopleErrors.OwnProposal, PeopleErrors.AccountClosed, PeopleErrors.AccountOpen, PeopleErrors.LastAdministrator, PeopleErrors.LastSecurityAdministrator)
            .AnswersVersion().Produces<StaffView>();
        staff.MapPost("/{id}/proposal/refuse", async (string id, CurrentUser user, WriteContext write, Handler handler) =>
            (await handler.RefuseAsync(id, user, write)).ToHttp(view => new Versioned<StaffView>(view, view.Version)))
            .WithName("RefuseRoles").AnswersVersion().Produces<StaffView>();
    }

    /// <summary>Nothing here can be called off half-way: what was changed must count on every node.</summary>
    public sealed class Handler(Database database, IdempotentWrites writes, StaffWriter writer, RoleProposals proposals, StaffDesk desk, SessionStore sessions)
    {
        public Task<List> ListAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(
            async connection =>
            {
                var items = new List<Item>();
                foreach (var waiting in await proposals.ListAsync(connection, user.Jurisdiction!))
                {
                    if (await desk.FindAsync(connection, null, user.Jurisdiction!, waiting.UserId) is not { } account)
                        continue;

                    var by = await desk.FindAsync(connection, null, user.Jurisdiction!, waiting.ProposedBy);
                    items.Add(new Item(
                        account.Id, account.UserName, account.Name, waiting.Opens, waiting.Opens ? [] : account.Roles, waiting.Roles, by?.Name ?? by?.UserName ?? waiting.ProposedBy,
                        waiting.ProposedBy == user.Id, waiting.ProposedAt, waiting.ExpiresAt));
                }

                return new List(items);
            },
            ct);

        public async Task<Result<StaffView>> ConfirmAsync(string id, CurrentUser user, WriteContext write)
        {
            var confirmed = await writer.OnceMoreAsync(() => writes.RunAsync<StaffView>(
                write, new { id, confirmed = true }, scope => ConfirmAsync(scope, id, user), CancellationToken.None));
            if (!confirmed.IsRefused)
                await sessions.ForgetUserAsync(id, CancellationToken.None);
            return confirmed;
        }

        private async Task<Result<StaffView>> ConfirmAsync(WriteScope scope, string id, CurrentUser user)
        {
            // Of two who decide at once the second waits here, and finds nothing.
            await Administrators.HoldAsync(scope, user.Jurisdiction!);
            if (await FindAsync(scope, id, user) is not var (account, waiting))
                return new Refusal(ErrorCodes.NotFound);
            if (waiting.ProposedBy == user.Id)
                return new Refusal(PeopleErrors.OwnProposal);
            if (waiting.Opens == account.Active)
                return new Refusal(account.Active ? PeopleErrors.AccountOpen : PeopleErrors.AccountClosed);
            if (await writer.WriteAsync(scope, user.Jurisdiction!, account.UserName, waiting.On(account), user.Id) is { } refusal)
                return refusal;

            await RoleProposals.DropAsync(scope, id);
            desk.Tell(scope, id, AccountChanges.RolesConfirmed, user.Id, WordsOf(account, waiting));
            return (await desk.FindAsync(scope.Connection, scope.Transaction, user.Jurisdiction!, id))!;
        }

        public Task<Result<StaffView>> RefuseAsync(string id, CurrentUser user, WriteContext write) => writes.RunAsync<StaffView>(
            write,
            new { id, refused = true },
            async scope =>
            {
                await Administrators.HoldAsync(scope, user.Jurisdiction!);
                if (await FindAsync(scope, id, user) is not var (account, waiting))
                    return new Refusal(ErrorCodes.NotFound);

                await RoleProposals.DropAsync(scope, id);
                desk.Tell(scope, id, AccountChanges.RolesRefused, user.Id, WordsOf(account, waiting));
                return account with { RolesAwaitConfirmation = false };
            },
            CancellationToken.None);

        private async Task<(StaffView Account, RoleProposals.Proposal Waiting)?> FindAsync(WriteScope scope, string id, CurrentUser user) =>
            await proposals.FindAsync(scope.Connection, scope.Transaction, user.Jurisdiction!, id) is { } waiting
            && await desk.FindAsync(scope.Connection, scope.Transaction, user.Jurisdiction!, id) is { } account
                ? (account, waiting)
                : null;

        private static string WordsOf(StaffView account, RoleProposals.Proposal waiting) => StaffDesk.WordsOf(waiting.Opens ? [] : account.Roles, waiting.Roles);
    }
}
