using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The government office grants the days that were asked for, once, or refuses them; the old date stays in the record.</summary>
public static class DecideOnExtension
{
    public sealed record Request(bool? Granted, string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Granted).NotNull().WithMessage(_ => ErrorTexts.Field("field_decision"));
            RuleFor(request => request.Note).Note("审批意见");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/extension-decision", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new DecideExtension(request.Granted!.Value, TextRules.CleanOrNull(request.Note));
}
