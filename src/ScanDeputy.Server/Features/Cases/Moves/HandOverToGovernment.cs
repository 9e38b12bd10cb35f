using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>交办: the committee office hands the suggestion to the government office, whose three working days begin.</summary>
public static class HandOverToGovernment
{
    public sealed record Request(string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Note).Note("交办意见");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/handover", async (
        string id, Request? request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request ?? new Request(null)), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new HandOverCase(TextRules.CleanOrNull(request.Note));
}
