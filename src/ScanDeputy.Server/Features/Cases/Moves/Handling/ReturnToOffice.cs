using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The lead agency sends the case back, with a reason and whom it holds competent; the office's clock goes on with what was left.</summary>
public sealed class ReturnToOffice : IMoveEndpoint
{
    public static Move Move => Move.ReturnToOffice;

    public sealed record Request(string? Reason, string? ProposedAgencyId);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Reason).OneOf(MoveReasons.Return, "退回理由", TextRules.LongestNote);
            RuleFor(request => request.ProposedAgencyId).Text("建议的承办单位", 0, 32);
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/return-to-office", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var command = new ReturnToOfficeCommand(MoveReasons.Return.Read(request.Reason!), TextRules.CleanOrNull(request.ProposedAgencyId));
        return call.RunAsync(command, (scope, file) => CheckAsync(scope, file, command.ProposedAgencyId));
    }

    private static async Task<Refusal?> CheckAsync(WriteScope scope, CaseFile file, string? proposed)
    {
        if (proposed is null)
            return null;
        if (proposed == file.State.LeadAgencyId)
            return Refusal.OfField("proposedAgencyId", "field_same_agency");

        var known = await scope.FirstOrDefaultAsync<int?>(
            "select 1 from agencies where id = @proposed and jurisdiction = @Jurisdiction and active = 1", new { proposed, file.Row.Jurisdiction });
        return known is null ? Refusal.OfField("proposedAgencyId", "field_agency_unknown") : null;
    }
}
