using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>评价: the resident's mark for the answer [000:1047]; 不满意 has it handled once more.</summary>
public static class EvaluateAnswer
{
    public sealed record Request(Grade? Grade, string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Grade).Must(grade => grade is Grade.Satisfied or Grade.BasicallySatisfied or Grade.Unsatisfied)
                .WithMessage("请选择满意、基本满意或不满意。");
            RuleFor(request => request.Text).Note("评价说明");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/evaluate", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new EvaluateCase(request.Grade!.Value, TextRules.CleanOrNull(request.Text));
}
