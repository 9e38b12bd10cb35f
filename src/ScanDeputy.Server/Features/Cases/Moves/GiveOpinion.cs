using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>协办意见: a co-agency's own written opinion, due some working days before the lead's date.</summary>
public static class GiveOpinion
{
    public sealed record Request(string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Text).Text("协办意见", 1, TextRules.LongestText);
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/co-opinion", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request, user), user, write, ct)).ToCase());

    /// <summary>An agency speaks for itself only. Who is of none is refused for what they are, before the agency is looked at.</summary>
    public static CaseCommand ToCommand(Request request, CurrentUser user) => new GiveCoOpinion(user.AgencyId ?? "", TextRules.Clean(request.Text!));
}
