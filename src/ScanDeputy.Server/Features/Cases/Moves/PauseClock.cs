using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>
/// The clock of the handling stands still while the agency waits for the resident or a body outside: asked for by the agency, granted by
/// the government office with the same call. Whoever asks may say until when; the clock runs again when somebody resumes it.
/// </summary>
public static class PauseClock
{
    public sealed record Request(string? Reason, DateOnly? Until);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Reason("暂停理由");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/pause", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new PauseCase(TextRules.Clean(request.Reason!), request.Until);
}
