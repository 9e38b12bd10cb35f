using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Administration.Departures;

/// <summary>
/// A deputy leaves office: gets no new case from that day on, and hands the open ones on (handbook §6). Idempotent; resumes
/// after an interruption. A day to come is waited for by <see cref="DepartureSweep"/>; until then the latest request holds.
/// </summary>
public static class LeaveOffice
{
    /// <param name="On">Their last day is the day before; today when left out.</param>
    /// <param name="SuccessorId">Who takes all of it; left out, the deputy whose turn it is at each case's station.</param>
    public sealed record Request(DateOnly? On, string? SuccessorId, string? Reason);

    /// <param name="HandedOn">Cases that have another deputy now.</param>
    /// <param name="ToOffice">Cases for which there was nobody, and that the committee office has now.</param>
    /// <param name="Left">Cases that somebody moved at the same moment; they follow within minutes.</param>
    public sealed record Answer(string DeputyId, DateOnly On, int HandedOn, int ToOffice, int Left);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.SuccessorId).Text("接任代表", 0, 32);
            RuleFor(request => request.Reason).Reason("离任原因");
        }
    }

    public static void Map(RouteGroupBuilder admin) => admin.MapPost("/deputies/{id}/leave", async (
        string id, Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(id, request, user, write, ct)).ToHttp())
        .RequireAuthorization(Rights.People).WithName("LeaveOffice").Produces<Answer>();

    public sealed class Handler(IdempotentWrites writes, HandOnCases cases, TimeProvider clock)
    {
        public async Task<Result<Answer>> HandleAsync(string id, Request request, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var today = ChinaTime.Today(clock);
            var on = request.On ?? today;
            if (on > today.AddYears(10))
                return Refusal.OfField("on", CaseRefusals.DateTooFar);

            var successor = TextRules.CleanOrNull(request.SuccessorId);
            var announced = await writes.RunAsync<Answer>(write, new { id, request }, scope => AnnounceAsync(scope, id, on, successor, request, user), ct);
            if (announced.IsRefused || on > today)
                return announced;

            var actor = new Actor(user.Id, user.Is(Role.CommitteeOffice) ? Role.CommitteeOffice : Role.Administrator);
            return await cases.RunAsync(id, on, actor, ct);
        }

        private async Task<Result<Answer>> AnnounceAsync(WriteScope scope, string id, DateOnly on, string? successor, Request request, CurrentUser user)
        {
            if (await scope.FirstOrDefaultAsync<int?>(SelectDeputy, new { id, user.Jurisdiction }) is null)
                return new Refusal(ErrorCodes.NotFound);
            if (successor is not null && (successor == id || await scope.FirstOrDefaultAsync<int?>(SelectSuccessor, new { successor, user.Jurisdiction }) is null))
                return Refusal.OfField("successorId", "field_deputy_unknown");

            var values = new
            {
                id,
                user.Jurisdiction,
                on,
                successor,
                Reason = TextRules.Clean(request.Reason!),
                By = user.Id,
                Now = clock.GetUtcNow(),
            };
            var before = await scope.FirstOrDefaultAsync<Announced>("select leaves_on, successor_id from deputy_departures where deputy_id = @id", values);
            // Not why: that may be somebody's illness.
            new DataChanges(user.Jurisdiction!, user.Id, clock).Write(
                scope, "deputies", id,
                [new("leaves_on", before is null ? null : Columns.Text(before.LeavesOn), Columns.Text(on)), new("successor_id", before?.SuccessorId, successor)]);
            if (await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Announce, values) == 0)
                await scope.ExecuteAsync(AnnounceAgain, values);
            return new Answer(id, on, 0, 0, 0);
        }
    }

    private sealed record Announced
    {
        public DateOnly LeavesOn { get; init; }

        public string? SuccessorId { get; init; }
    }

    private const string SelectDeputy = "select 1 from deputies where id = @id and jurisdiction = @Jurisdiction";

    private const string SelectSuccessor = "select 1 from deputies where id = @successor and jurisdiction = @Jurisdiction and active = 1";

    private const string Announce = """
         deputy_departures (deputy_id, jurisdiction, leaves_on, successor_id, reason, announced_by, announced_at)
        values (@id, @Jurisdiction, @on, @successor, @Reason, @By, @Now)
        """;

    private const string AnnounceAgain = """
        update deputy_departures set leaves_on = @on, successor_id = @successor, reason = @Reason, announced_by = @By, announced_at = @Now, done_at = null
        where deputy_id = @id
        """;
}
