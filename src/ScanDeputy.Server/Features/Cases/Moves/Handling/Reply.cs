using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>答复: the lead agency answers with an outcome, a public text and, if it likes, a note for officials only.</summary>
public sealed class Reply : IMoveEndpoint
{
    public static Move Move => Move.Reply;

    public sealed record Request(
        Outcome? Outcome, string? PublicText, string? InternalNote, DateOnly? PromisedOn, IReadOnlyList<string>? AttachmentIds);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Outcome).NotNull().WithMessage("请选择办理结果：已解决、正在解决或列入计划、暂不能解决。");
            RuleFor(request => request.PublicText).Text("公开答复", 1, TextRules.LongestText);
            RuleFor(request => request.InternalNote).Text("内部说明", 0, TextRules.LongestText);
            RuleFor(request => request.AttachmentIds).Photos();
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/reply", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var photos = request.AttachmentIds ?? [];
        var command = new ReplyCommand(
            request.Outcome!.Value, TextRules.Clean(request.PublicText!), TextRules.CleanOrNull(request.InternalNote), request.PromisedOn, photos);
        return call.RunAsync(command, also: (scope, file) => call.TakePhotosAsync(scope, file, photos));
    }
}
