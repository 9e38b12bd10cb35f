using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>交办: the committee office hands the suggestion to the government office, whose three working days begin.</summary>
public sealed class HandOver : IMoveEndpoint
{
    public static Move Move => Move.HandOver;

    public sealed record Request(string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Note).Note("交办意见");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/handover", async (
        string id, Request? request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request ?? new Request(null), new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new HandOverCommand(TextRules.CleanOrNull(request.Note)));
}
