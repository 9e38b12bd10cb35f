using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>协办意见: a co-agency's own written opinion, due some working days before the lead's date.</summary>
public sealed class CoOpinion : IMoveEndpoint
{
    public static Move Move => Move.CoOpinion;

    public sealed record Request(string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Text).Text("协办意见", 1, TextRules.LongestText);
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/co-opinion", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    /// <summary>An agency speaks for itself only. Who is of none is refused for what they are, before the agency is looked at.</summary>
    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new CoOpinionCommand(call.User.AgencyId ?? "", TextRules.Clean(request.Text!)));
}
