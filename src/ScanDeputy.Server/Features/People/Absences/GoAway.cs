using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.Absences;

/// <summary>
/// Records an absence of some days and who substitutes. Recording one that overlaps an earlier one replaces it: so an absence is shortened, moved or
/// given to another substitute.
/// </summary>
public static class GoAway
{
    /// <param name="From">First day, inclusive.</param>
    /// <param name="Until">Last day, inclusive.</param>
    public sealed record Request(DateOnly? From, DateOnly? Until, string? SubstituteId);

    public sealed record Answer(string UserId, DateOnly From, DateOnly Until, string SubstituteId);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.From).NotNull().WithMessage(_ => ErrorTexts.Field("field_choose", "开始日期"));
            RuleFor(request => request.Until).NotNull().WithMessage(_ => ErrorTexts.Field("field_choose", "结束日期"));
            RuleFor(request => request.Until).Must((request, until) => !(until < request.From) && !(until?.DayNumber - request.From?.DayNumber > 366))
                .WithMessage(_ => ErrorTexts.Detail("field_absence_days"));
            RuleFor(request => request.SubstituteId).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_choose", "代班人"));
        }
    }

    public static void Map(RouteGroupBuilder api, RouteGroupBuilder staff)
    {
        staff.MapPost("/{id}/away", async (string id, Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(id, request, user, write, ct)).ToHttp())
            .RequireAuthorization(Rights.People).WithName("SendAway").Produces<Answer>();
        api.MapPost("/me/away", async (Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(user.Id, request, user, write, ct)).ToHttp())
            .RequireAuthorization(Rights.Official).WithName("GoAway").Produces<Answer>();
    }

    public sealed class Handler(IdempotentWrites writes, TimeProvider clock)
    {
        public Task<Result<Answer>> HandleAsync(string id, Request request, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var absence = new Answer(id, request.From!.Value, request.Until!.Value, request.SubstituteId!.Trim());
            return writes.RunAsync<Answer>(write, new { id, request }, scope => SaveAsync(scope, absence, user), ct);
        }

        private async Task<Result<Answer>> SaveAsync(WriteScope scope, Answer absence, CurrentUser user)
        {
            var person = await StaffMember.FindAsync(scope, absence.UserId, user.Jurisdiction!);
            if (person is not { Active: true })
                return new Refusal(ErrorCodes.NotFound);
            if (absence.Until < ChinaTime.Today(clock))
                return Refusal.OfField("until", "field_absence_over");

            var substitute = await StaffMember.FindAsync(scope, absence.SubstituteId, person.Jurisdiction);
            if (substitute?.CanStandInFor(person) != true)
                return Refusal.OfField("substituteId", "field_substitute_unfit");
            if (await scope.FirstOrDefaultAsync<int?>(SelectAway, absence) is not null)
                return Refusal.OfField("substituteId", "field_substitute_away");

            AbsenceTrail.Write(scope, clock, person.Jurisdiction, user.Id, absence.UserId, await scope.ListAsync<AbsenceTrail.Row>(SelectOverlapping, absence), absence);
            await scope.ExecuteAsync(DeleteOverlapping, absence);
            await scope.ExecuteAsync(Insert, new
            {
                Id = Ids.New(clock),
                absence.UserId,
                person.Jurisdiction,
                absence.From,
                absence.Until,
                absence.SubstituteId,
                By = user.Id,
                Now = clock.GetUtcNow(),
            });
            return absence;
        }
    }

    private const string SelectAway = "select 1 from absences where user_id = @SubstituteId and from_on <= @Until and until_on >= @From limit 1";

    private const string SelectOverlapping = "select from_on, until_on, substitute_id from absences where user_id = @UserId and from_on <= @Until and until_on >= @From order by from_on";

    private const string DeleteOverlapping = "delete from absences where user_id = @UserId and from_on <= @Until and until_on >= @From";

    private const string Insert = """
        insert into absences (id, user_id, jurisdiction, from_on, until_on, substitute_id, made_by, made_at)
        values (@Id, @UserId, @Jurisdiction, @From, @Until, @SubstituteId, @By, @Now)
        """;
}
