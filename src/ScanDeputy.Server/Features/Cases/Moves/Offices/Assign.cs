using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>转办: the government office names exactly one lead agency and any number of co-agencies; the lead's ten working days begin.</summary>
public sealed class Assign : IMoveEndpoint
{
    public static Move Move => Move.Assign;

    public sealed record Request(string? LeadAgencyId, IReadOnlyList<string>? CoAgencyIds, string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.LeadAgencyId).Chosen("主办单位", 32);
            RuleFor(request => request.Note).Note("转办意见");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/assign", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var command = new AssignCommand(request.LeadAgencyId!, request.CoAgencyIds ?? [], TextRules.CleanOrNull(request.Note));
        return call.RunAsync(command, (scope, file) => CheckAsync(scope, file, command));
    }

    private static async Task<Refusal?> CheckAsync(WriteScope scope, CaseFile file, AssignCommand command)
    {
        var known = await scope.ListAsync<string>(
            "select id from agencies where jurisdiction = @Jurisdiction and active = 1 and id in @ids",
            new { file.Row.Jurisdiction, ids = command.CoAgencyIds.Prepend(command.LeadAgencyId) });
        if (!known.Contains(command.LeadAgencyId))
            return Refusal.OfField("leadAgencyId", "field_agency_unknown");

        return command.CoAgencyIds.All(known.Contains) ? null : Refusal.OfField("coAgencyIds", "field_agency_unknown");
    }
}
