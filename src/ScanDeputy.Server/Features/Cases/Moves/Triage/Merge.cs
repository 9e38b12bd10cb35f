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

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>并案: the case ends and goes on as another, leading one of the same jurisdiction, which its resident follows from now on [000:637].</summary>
public sealed class Merge : IMoveEndpoint
{
    public static Move Move => Move.Merge;

    /// <param name="IntoCaseId">The leading case, by its id or its number.</param>
    public sealed record Request(string? IntoCaseId, string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.IntoCaseId).Text("主件编号", 1, 32);
            RuleFor(request => request.Note).Note("并案说明");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/merge", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var command = new MergeCommand(TextRules.Clean(request.IntoCaseId!), TextRules.CleanOrNull(request.Note));
        return call.RunAsync(command, (scope, file, now) => CompleteAsync(scope, file, command, call.User, now), FollowAsync);
    }

    private static async Task<Result<CaseCommand>> CompleteAsync(WriteScope scope, CaseFile file, MergeCommand command, CurrentUser user, DateTimeOffset now)
    {
        var leading = await scope.FirstOrDefaultAsync<Leading>(
            SelectLeading, new { command.IntoCaseId, Number = CaseNumbers.AsIssued(command.IntoCaseId), file.Row.Jurisdiction });
        // For a town's staff another town's case is not there.
        if (leading is null || !CaseAccess.IsOfTown(user, leading.District))
            return Refusal.OfField("intoCaseId", "field_case_unknown");
        if (leading.Id == file.Row.Id)
            return Refusal.OfField("intoCaseId", CaseRefusals.MergeIntoItself);

        return await scope.ExecuteAsync(Hold, new { leading.Id, now }) == 0
            ? Refusal.OfField("intoCaseId", "field_case_cannot_lead")
            : command with { IntoCaseId = leading.Id };
    }

    /// <summary>
    /// Its resident and its followers follow the leading case. Whose own matter it is, by this merge or an earlier one, follows for that reason from
    /// now on, even if they had chosen to before. A deputy's own suggestion has no resident.
    /// </summary>
    private static async Task<Refusal?> FollowAsync(WriteScope scope, CaseFile file)
    {
        var people = new { Into = file.State.MergedIntoId, file.Row.Id, file.Row.ResidentId };
        List<string> concerned = [.. await scope.ListAsync<string>("select user_id from case_followers where case_id = @Id and chosen_at is null", people)];
        await scope.ExecuteAsync(
            $"{scope.Dialect.InsertOrIgnore} case_followers (case_id, user_id, chosen_at) select @Into, user_id, chosen_at from case_followers where case_id = @Id", people);
        if (!file.State.IsOwn)
        {
            concerned.Add(file.Row.ResidentId);
            await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} case_followers (case_id, user_id) values (@Into, @ResidentId)", people);
        }

        if (concerned.Count == 0)
            return null;

        await scope.ExecuteAsync("update case_followers set chosen_at = null where case_id = @Into and user_id in @concerned", new { people.Into, concerned });
        return null;
    }

    private const string SelectLeading = """
        select id, district from cases where id = @IntoCaseId and jurisdiction = @Jurisdiction
        union select id, district from cases where number = @Number and jurisdiction = @Jurisdiction
        """;

    // Changes the row, so that of two that are merged into each other at once, or of a chain, one must wait and then sees what the other did;
    // a change of nothing would not be seen within a Galera cluster.
    private const string Hold = """
        update cases set updated_at = case when updated_at < @now then @now else updated_at + 1 end
        where id = @Id and status not in ('Merged', 'Redirected', 'Withdrawn', 'Closed')
        """;

    private sealed record Leading
    {
        public string Id { get; init; } = "";

        public string District { get; init; } = "";
    }
}
