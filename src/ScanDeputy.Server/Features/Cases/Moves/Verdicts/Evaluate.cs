using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>评价: the resident's mark for the answer [000:1047]; 不满意 has it handled once more.</summary>
public sealed class Evaluate : IMoveEndpoint
{
    public static Move Move => Move.Evaluate;

    public sealed record Request(Grade? Grade, string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Grade).NotNull().WithMessage(Choose).Must(grade => grade is Grade.Satisfied or Grade.BasicallySatisfied or Grade.Unsatisfied)
                .WithMessage(Choose);
            RuleFor(request => request.Text).Note("评价说明");
        }

        private const string Choose = "请选择满意、基本满意或不满意。";
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/evaluate", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new EvaluateCommand(request.Grade!.Value, TextRules.CleanOrNull(request.Text)));
}
