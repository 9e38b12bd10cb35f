using Dapper;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>Where the form of an own suggestion goes, and what it offers to choose from.</summary>
public sealed class SuggestDesk(
    Database database, SubmitSuggestion.Handler suggestions, IValidator<SubmitSuggestion.Request> validator, SubmissionLimits limits, StationLists stations, CoSignerChoices coSigners)
{
    /// <param name="Own">The station that is taken where none is chosen; null for a deputy who sits in none.</param>
    public sealed record Lists(
        IReadOnlyList<(string Code, string Word)> Categories, IReadOnlyList<(string Code, string Word)> Stations, string? Own, IReadOnlyList<(string Code, string Word)> CoSigners);

    public async Task<Lists> ListsAsync(CurrentUser user, CancellationToken ct)
    {
        var (categories, own) = await database.ReadAsync(
            async connection => (
                (await connection.QueryAsync<(string, string)>(SelectCategories, new { user.Jurisdiction })).AsList(),
                await connection.QueryFirstOrDefaultAsync<string>(SelectOwn, new { user.Jurisdiction, user.DeputyId })),
            ct);
        return new Lists(categories, await stations.OfAsync(user.Jurisdiction!, ct), own, await coSigners.OfAsync(user.Jurisdiction!, [user.DeputyId!], ct));
    }

    public Refusal? Check(SubmitSuggestion.Request request) => validator.Check(request);

    public async Task<Result<SubmitCase.Receipt>> SendAsync(SubmitSuggestion.Request request, CurrentUser user, WriteContext write, HttpContext context, CancellationToken ct) =>
        await limits.TakeAsync(context, null, write.IdempotencyKey, ct) is { } tooMany ? tooMany : await suggestions.HandleAsync(request, user, write, ct);

    private const string SelectCategories = "select id, name from categories where jurisdiction = @Jurisdiction and active = 1 and stopper is null order by position, id";

    private const string SelectOwn = """
        select s.id from station_deputies sd join stations s on s.id = sd.station_id
        where sd.deputy_id = @DeputyId and s.jurisdiction = @Jurisdiction and s.active = 1 order by sd.position, s.id limit 1
        """;
}
