using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>
/// The clock of the handling stands still while the agency waits for the resident or a body outside: asked for by the agency, granted by
/// the government office with the same call. Whoever asks may say until when; the clock runs again when somebody resumes it.
/// </summary>
public sealed class Pause : IMoveEndpoint
{
    public static Move Move => Move.Pause;

    public sealed record Request(string? Reason, DateOnly? Until);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Reason("暂停理由");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/pause", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new PauseCommand(TextRules.Clean(request.Reason!), request.Until));
}
