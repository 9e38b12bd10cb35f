using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Notices.Choices;

/// <summary>A supervisor says of which stages to hear one by one.</summary>
public static class ChooseAlerts
{
    /// <param name="Stages">None of them: the digest alone.</param>
    public sealed record Request(IReadOnlyList<StageKind>? Stages);

    public sealed record Answer(IReadOnlyList<StageKind> Stages);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Stages).NotNull().WithMessage(_ => ErrorTexts.Field("field_required", "逐条提醒的环节"));
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me/alert-choices", async (CurrentUser user, AlertChoices choices, CancellationToken ct) => new Answer(await choices.GetAsync(user, ct)))
            .RequireAuthorization(Rights.Supervise).WithName("GetMyAlertChoices").Produces<Answer>();
        api.MapPost("/me/alert-choices", async (Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(request, user, write, ct)).ToHttp())
            .RequireAuthorization(Rights.Supervise).WithName("SetMyAlertChoices").Produces<Answer>();
    }

    public sealed class Handler(IdempotentWrites writes, AlertChoices choices)
    {
        public Task<Result<Answer>> HandleAsync(Request request, CurrentUser user, WriteContext write, CancellationToken ct) =>
            writes.RunAsync<Answer>(write, request, async scope => new Answer(await choices.SetAsync(scope, request.Stages!, user)), ct);
    }
}
