using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>To another deputy, or to the deputy whose turn it is at another station; the clock of the triage goes on.</summary>
public sealed class Transfer : IMoveEndpoint
{
    public static Move Move => Move.Transfer;

    public sealed record Request(string? DeputyId, string? StationId, string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.DeputyId).Text("代表", 0, 32);
            RuleFor(request => request.StationId).Text("联络站", 0, 32);
            RuleFor(request => request.DeputyId).Must((request, _) => !string.IsNullOrWhiteSpace(request.DeputyId) || !string.IsNullOrWhiteSpace(request.StationId))
                .WithMessage(_ => ErrorTexts.Field("field_deputy_or_station"));
            RuleFor(request => request.Note).Note("转交说明");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/transfer", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var command = new TransferCommand(
            TextRules.CleanOrNull(request.DeputyId) ?? "", TextRules.CleanOrNull(request.StationId), TextRules.CleanOrNull(request.Note));
        return call.RunAsync(command, (scope, file, now) => CompleteAsync(scope, file, command, now));
    }

    private static async Task<Result<CaseCommand>> CompleteAsync(WriteScope scope, CaseFile file, TransferCommand command, DateTimeOffset now)
    {
        if (command.StationId is { } station && await scope.FirstOrDefaultAsync<int?>(SelectStation, new { station, file.Row.Jurisdiction }) is null)
            return Refusal.OfField("stationId", "field_station_unknown");
        if (command.DeputyId.Length > 0)
        {
            return await scope.FirstOrDefaultAsync<int?>(SelectDeputy, new { command.DeputyId, file.Row.Jurisdiction }) is null
                ? Refusal.OfField("deputyId", "field_deputy_unknown")
                : command;
        }

        return await StationDesk.ChooseDeputyAsync(scope, command.StationId!, file.State.DeputyId, now) is { } deputy
            ? command with { DeputyId = deputy }
            : Refusal.OfField("stationId", "field_station_without_deputy");
    }

    private const string SelectStation = "select 1 from stations where id = @station and jurisdiction = @Jurisdiction and active = 1";

    private const string SelectDeputy = "select 1 from deputies where id = @DeputyId and jurisdiction = @Jurisdiction and active = 1";
}
