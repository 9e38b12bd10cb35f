using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Departures;

/// <summary>
/// Somebody of the staff leaves: their account is closed, their sessions and password end, they hear of nothing any more. Stages belong to the agency and
/// not to a person, so that nothing has to be handed on as long as somebody is left there.
/// </summary>
public static partial class CloseAccount
{
    /// <param name="SubstituteId">Becomes a handler of the agency whose last one leaves.</param>
    public sealed record Request(string? SubstituteId);

    /// <param name="Sessions">How many were open until now.</param>
    public sealed record Answer(string UserId, int Sessions);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(request => request.SubstituteId).MaximumLength(32).WithMessage(_ => ErrorTexts.Detail("field_substitute_unfit"));
    }

    public static void Map(RouteGroupBuilder staff) => staff.MapPost("/{id}/leave", async (
        string id, Request request, CurrentUser user, WriteContext write, Handler handler) => (await handler.HandleAsync(id, request, user, write)).ToHttp())
        .RequireAuthorization(Rights.Secure).WithName("CloseAccount").Refuses(PeopleErrors.LastAdministrator, PeopleErrors.LastSecurityAdministrator, PeopleErrors.OwnAccount, PeopleErrors.DeputyInOffice, PeopleErrors.LastHandler).Produces<Answer>();

    public sealed class Handler(IdempotentWrites writes, StaffClosing closing, TimeProvider clock, ILogger<Handler> logger)
    {
        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        public async Task<Result<Answer>> HandleAsync(string id, Request request, CurrentUser user, WriteContext write)
        {
            IReadOnlyList<string> open = [];
            var result = await writes.RunAsync<Answer>(
                write,
                new { id, request },
                async scope =>
                {
                    if (await RefusalAsync(scope, id, request, user) is { } refusal)
                        return refusal;

                    var had = await Administrators.HoldAsync(scope, user.Jurisdiction!);
                    if (await scope.ExecuteAsync("update users set active = 0, version = version + 1 where id = @id and active = 1", new { id }) == 1)
                        AccountChanges.Write(scope, clock, id, AccountChanges.Closed, user.Id);
                    // Two who close each other at once must not both be gone.
                    if ((await Administrators.HoldAsync(scope, user.Jurisdiction!)).LostSince(had) is { } lost)
                        return new Refusal(lost);

                    open = await closing.EndAsync(scope, id);
                    return new Answer(id, open.Count);
                },
                CancellationToken.None);
            if (result.IsRefused)
                return result;

            await closing.ForgetAsync(open);
            Log.Closed(logger, id, user.Id);
            return result;
        }

        private async Task<Refusal?> RefusalAsync(WriteScope scope, string id, Request request, CurrentUser user)
        {
            var person = await StaffMember.FindAsync(scope, id, user.Jurisdiction!);
            if (person is null)
                return new Refusal(ErrorCodes.NotFound);
            if (id == user.Id)
                return new Refusal(PeopleErrors.OwnAccount);
            if (!person.Active)
                return null;
            if (person.DeputyId is not null && await scope.FirstOrDefaultAsync<int?>(SelectInOffice, person) is not null)
                return new Refusal(PeopleErrors.DeputyInOffice);
            if (person.AgencyId is null || await scope.FirstOrDefaultAsync<int?>(SelectOthers, person) is not null)
                return null;
            if (!string.IsNullOrWhiteSpace(request.SubstituteId))
                return await TakeOverAsync(scope, person, request.SubstituteId.Trim(), user);

            return await scope.FirstOrDefaultAsync<int?>(SelectOpenCase, person) is null ? null : new Refusal(PeopleErrors.LastHandler);
        }

        /// <summary>The substitute becomes one of the agency; somebody of another one cannot be in two, and a town's staff have to do with their town only.</summary>
        private async Task<Refusal?> TakeOverAsync(WriteScope scope, StaffMember leaver, string substituteId, CurrentUser user)
        {
            var substitute = await StaffMember.FindAsync(scope, substituteId, leaver.Jurisdiction);
            if (substitute is not { Active: true, AgencyId: null, Town: null } || substitute.Id == leaver.Id)
                return Refusal.OfField("substituteId", "field_substitute_unfit");
            if (await Duties.AskSecondPersonAsync(scope, leaver.Jurisdiction))
                return Refusal.OfField("substituteId", "field_substitute_second_person");

            var values = new { substitute.Id, leaver.AgencyId, leaver.Jurisdiction, Role = nameof(Role.AgencyHandler) };
            await scope.ExecuteAsync("update users set agency_id = @AgencyId, version = version + 1 where id = @Id", values);
            await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + " user_roles (user_id, role, jurisdiction) values (@Id, @Role, @Jurisdiction)", values);
            AccountChanges.Write(scope, clock, substitute.Id, AccountChanges.Changed, user.Id, $"{SheetDefinition.Staff.LabelOf("roles")}：+ {Terms.Of(Role.AgencyHandler)}");
            return null;
        }
    }

    private const string SelectInOffice = "select 1 from deputies where id = @DeputyId and active = 1";

    private const string SelectOthers = "select 1 from users where agency_id = @AgencyId and active = 1 and id <> @Id limit 1";

    private const string SelectOpenCase = "select 1 from case_waits where role = 'AgencyHandler' and owner_id = @AgencyId limit 1";

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Information, "Account {Id} was closed by {User}.")]
        public static partial void Closed(ILogger logger, string id, string user);
    }
}
