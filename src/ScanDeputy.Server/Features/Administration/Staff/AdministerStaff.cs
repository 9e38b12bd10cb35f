using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>
/// An administrator makes accounts, changes them and opens closed ones again; closing one is <see cref="Departures.CloseAccount"/>. Each change leaves an
/// audit line and counts at once in sessions that run; where roles are given by two people, other roles wait for <see cref="ConfirmRoles"/>.
/// </summary>
public static class AdministerStaff
{
    /// <param name="FirstPassword">Whether one is made; otherwise they come by phone or WeChat.</param>
    public sealed record Creation(
        string? UserName, string? Name, string? Phone, IReadOnlyList<Role>? Roles, string? Deputy, string? Agency, IReadOnlyList<string>? Stations, int? SupervisorLevel, string? Town,
        bool? FirstPassword)
        : StaffDraft(Name, Phone, Roles, Deputy, Agency, Stations, SupervisorLevel, Town);

    /// <param name="FirstPassword">Told only once: a repeated call gets null.</param>
    /// <param name="AwaitsConfirmation">It is closed until another person has confirmed its roles.</param>
    public sealed record Created(string Id, string UserName, int Version, string? FirstPassword, bool AwaitsConfirmation);

    public sealed class CreationValidator : AbstractValidator<Creation>
    {
        public CreationValidator()
        {
            RuleFor(draft => draft.UserName).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "用户名"));
            Include(new StaffDraft.Validator());
        }
    }

    public static void Map(RouteGroupBuilder group)
    {
        var staff = group.MapGroup("").RequireAuthorization(Rights.Secure);
        staff.MapGet("/{id}", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.FindAsync(id, user, ct)).ToHttp(view => new Versioned<StaffView>(view, view.Version)))
            .WithName("GetStaff").AnswersVersion().Produces<StaffView>();
        staff.MapPost("", async (Creation draft, CurrentUser user, WriteContext write, HttpContext context, Handler handler) =>
            (await handler.CreateAsync(draft, user, write)).ToHttp(made =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return TypedResults.Created($"/api/v1/admin/staff/{made.Id}", made);
            }))
            .WithName("CreateStaff").Produces<Created>(StatusCodes.Status201Created);
        staff.MapPut("/{id}", async (string id, StaffDraft draft, CurrentUser user, WriteContext write, Handler handler) =>
            (await handler.ChangeAsync(id, draft, user, write)).ToHttp(view => new Versioned<StaffView>(view, view.Version)))
            .WithName("ChangeStaff").Refuses(PeopleErrors.LastAdministrator, PeopleErrors.LastSecurityAdministrator, PeopleErrors.AccountClosed).ExpectsVersion().AnswersVersion().Produces<StaffView>();
        staff.MapPost("/{id}/reopen", async (string id, CurrentUser user, WriteContext write, Handler handler) =>
            (await handler.ReopenAsync(id, user, write)).ToHttp(view => new Versioned<StaffView>(view, view.Version)))
            .WithName("ReopenAccount").Refuses(PeopleErrors.AccountOpen).AnswersVersion().Produces<StaffView>();
    }

    /// <summary>Nothing here can be called off half-way: what was changed must count on every node.</summary>
    public sealed class Handler(Database database, IdempotentWrites writes, StaffWriter writer, StaffDesk desk, SessionStore sessions)
    {
        public async Task<Result<StaffView>> FindAsync(string id, CurrentUser user, CancellationToken ct) =>
            await database.ReadAsync(connection => desk.FindAsync(connection, null, user.Jurisdiction!, id), ct) is { } view ? Shown(view, user) : new Refusal(ErrorCodes.NotFound);

        private static StaffView Shown(StaffView view, CurrentUser user)
        {
            if (view.Phone is not null && view.Id != user.Id)
                CallNotes.Add(new AuditEntry(AuditKinds.ContactViewed, user.Jurisdiction!, user.Id) { Object = "staff", ObjectId = view.Id, Person = view.Id });
            return view;
        }

        public async Task<Result<Created>> CreateAsync(Creation draft, CurrentUser user, WriteContext write)
        {
            var userName = draft.UserName!.Trim();
            var password = draft.FirstPassword is true ? IssuedPassword.New() : null;
            string? told = null;
            var made = await writer.OnceMoreAsync(() => writes.RunAsync<Created>(
                write,
                new { draft },
                async scope =>
                {
                    // The writer takes a name that is there for a change of it: of two who make it, the second waits here and finds it.
                    await Administrators.HoldAsync(scope, user.Jurisdiction!);
                    if (await scope.FirstOrDefaultAsync<string>("select id from users where user_name = @userName" + scope.Dialect.ForUpdate, new { userName }) is not null)
                        return Refusal.OfField("userName", "field_user_name_taken");
                    var waits = await Duties.AskSecondPersonAsync(scope, user.Jurisdiction!);
                    if (waits && password is not null)
                        return Refusal.OfField("firstPassword", "field_first_password_waits");
                    if (waits && await writer.CheckAsync(scope, user.Jurisdiction!, userName, draft) is { } unfit)
                        return unfit;
                    if (await writer.WriteAsync(scope, user.Jurisdiction!, userName, waits ? draft with { Opens = false } : draft, user.Id, password) is { } refusal)
                        return refusal;

                    var id = (await scope.FirstOrDefaultAsync<string>("select id from users where user_name = @userName", new { userName }))!;
                    var view = (await ViewAsync(scope, id, user))!;
                    desk.Tell(scope, id, AccountChanges.Created, user.Id, StaffChanges.Of(null, view));
                    if (waits)
                        await desk.ProposeAsync(scope, view, draft, user);
                    told = password?.Plain;
                    // The answer that is kept with the key does not know the password.
                    return new Created(id, userName, view.Version, null, waits);
                },
                CancellationToken.None));
            return made.IsRefused ? made : made.Value with { FirstPassword = told };
        }

        /// <summary>Says everything anew: what is left out is empty from now on.</summary>
        public async Task<Result<StaffView>> ChangeAsync(string id, StaffDraft draft, CurrentUser user, WriteContext write)
        {
            var changed = await writer.OnceMoreAsync(() => writes.RunAsync<StaffView>(
                write,
                new { id, draft },
                async scope =>
                {
                    var before = await ViewAsync(scope, id, user);
                    if (before is null)
                        return new Refusal(ErrorCodes.NotFound);
                    if (write.ExpectedVersion is { Refusal: { } unsaid })
                        return unsaid;
                    if (!before.Active)
                        return new Refusal(PeopleErrors.AccountClosed);
                    // Locks the row as well: of two who have seen the same version one comes first.
                    if (await scope.ExecuteAsync(Hold, new { id, Version = write.ExpectedVersion.Value }) == 0)
                        return new Refusal(ErrorCodes.VersionStale);
                    var givesRoles = !before.Roles.ToHashSet().SetEquals(draft.Roles!);
                    var waits = givesRoles && await Duties.AskSecondPersonAsync(scope, user.Jurisdiction!);
                    if (waits && await writer.CheckAsync(scope, user.Jurisdiction!, before.UserName, draft) is { } unfit)
                        return unfit;
                    // Name and phone need nobody's confirmation; what belongs to the roles waits with them.
                    if (await writer.WriteAsync(scope, user.Jurisdiction!, before.UserName, waits ? StaffDraft.Of(before) with { Name = draft.Name, Phone = draft.Phone } : draft, user.Id) is { } refusal)
                        return refusal;

                    if (waits)
                        await desk.ProposeAsync(scope, before, draft, user);
                    else if (givesRoles)
                        await RoleProposals.DropAsync(scope, id);
                    var after = (await ViewAsync(scope, id, user))!;
                    if (after.Version != before.Version)
                        desk.Tell(scope, id, AccountChanges.Changed, user.Id, StaffChanges.Of(before, after));
                    return after;
                },
                CancellationToken.None));
            if (!changed.IsRefused)
                await sessions.ForgetUserAsync(id, CancellationToken.None);
            return changed;
        }

        /// <summary>With the roles of before, but neither password nor WeChat: a post's name goes to whoever has the post now.</summary>
        public Task<Result<StaffView>> ReopenAsync(string id, CurrentUser user, WriteContext write) => writer.OnceMoreAsync(() => writes.RunAsync<StaffView>(
            write,
            new { id, reopened = true },
            async scope =>
            {
                var before = await ViewAsync(scope, id, user);
                if (before is null)
                    return new Refusal(ErrorCodes.NotFound);
                if (before.Active)
                    return new Refusal(PeopleErrors.AccountOpen);
                if (await Duties.AskSecondPersonAsync(scope, user.Jurisdiction!))
                {
                    await desk.ProposeAsync(scope, before, StaffDraft.Of(before), user);
                    return (await ViewAsync(scope, id, user))!;
                }

                if (await writer.WriteAsync(scope, user.Jurisdiction!, before.UserName, StaffDraft.Of(before), user.Id) is { } refusal)
                    return refusal;

                await RoleProposals.DropAsync(scope, id);
                desk.Tell(scope, id, AccountChanges.Reopened, user.Id);
                return (await ViewAsync(scope, id, user))!;
            },
            CancellationToken.None));

        private Task<StaffView?> ViewAsync(WriteScope scope, string id, CurrentUser user) =>
            desk.FindAsync(scope.Connection, scope.Transaction, user.Jurisdiction!, id);
    }

    private const string Hold = "update users set version = version where id = @id and version = @Version";
}
