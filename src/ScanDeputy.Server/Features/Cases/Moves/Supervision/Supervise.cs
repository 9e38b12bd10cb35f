using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>督办单: a supervisor's order to whoever has the case, with a level and the date by which it is to be answered.</summary>
public sealed class Supervise : IMoveEndpoint
{
    public static Move Move => Move.Supervise;

    public sealed record Request(int? Level, string? Text, DateOnly? AnswerBy);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Level).NotNull().WithMessage(_ => ErrorTexts.Field("field_level_out_of_range"));
            RuleFor(request => request.Text).Text("督办内容", 1, TextRules.LongestText);
            RuleFor(request => request.AnswerBy).NotNull().WithMessage(_ => ErrorTexts.Field("field_required", "答复期限"));
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/supervise", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new SuperviseCommand(request.Level!.Value, TextRules.Clean(request.Text!), request.AnswerBy!.Value));
}
