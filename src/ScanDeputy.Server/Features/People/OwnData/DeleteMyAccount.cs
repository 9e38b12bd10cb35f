using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.OwnData;

/// <summary>
/// A resident gives their account up: name, phone, WeChat, contacts, bookings and alerts are erased, nothing of theirs is public any more, all sessions
/// end. Reports and what was done about them stay, as the archive of the congress's work, without anybody they lead to. It cannot be undone: whoever comes
/// again is somebody new.
/// </summary>
public static class DeleteMyAccount
{
    /// <summary>What somebody writes who means it.</summary>
    public const string Words = "注销账号";

    /// <param name="Confirm"><see cref="Words"/>, and nothing else.</param>
    public sealed record Request(string? Confirm);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Confirm).Must(words => words?.Trim() == Words).WithMessage(_ => ErrorTexts.Field("field_confirm_words", Words));
    }

    public static void Map(RouteGroupBuilder api) => api.MapPost("/me/delete", async (Request request, CurrentUser user, Handler handler) =>
        (await handler.HandleAsync(user)).ToHttp(_ => TypedResults.NoContent()))
        .RequireAuthorization(Rights.SignedIn).WithName("DeleteMyAccount").Refuses(PeopleErrors.AccountInOffice).Produces(StatusCodes.Status204NoContent);

    public sealed class Handler(Database database, IEnumerable<IPersonalRecords> slices, SessionStore sessions, TimeProvider clock)
    {
        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        /// <returns>How many sessions have ended.</returns>
        public async Task<Result<int>> HandleAsync(CurrentUser user)
        {
            IReadOnlyList<string> open = [];
            var erased = await database.WriteAsync<int>(
                async scope =>
                {
                    // Held while it is erased, so that nobody gives it a role or joins it meanwhile.
                    await scope.FirstOrDefaultAsync<string>($"select id from users where id = @Id{scope.Dialect.ForUpdate}", new { user.Id });
                    if (await scope.FirstOrDefaultAsync<int?>(SelectOffice, new { user.Id, Resident = nameof(Role.Resident) }) is not null)
                        return new Refusal(PeopleErrors.AccountInOffice);

                    open = await AccountSessions.EndAsync(scope, clock, user.Id);
                    foreach (var slice in slices)
                        await slice.EraseAsync(scope, user.Id);
                    AccountChanges.Write(scope, clock, user.Id, AccountChanges.Erased, user.Id);
                    return open.Count;
                },
                CancellationToken.None);
            await sessions.ForgetAsync(open);
            return erased;
        }
    }

    // An office's account is the office's: it leaves as the handbook says.
    private const string SelectOffice = "select 1 from user_roles where user_id = @Id and role <> @Resident limit 1";
}
