using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Similar;

/// <summary>
/// Before a report is sent: is the matter known already? Whoever asks is shown published cases, masked, and their own; of all others not even
/// how many there are. Stores nothing.
/// </summary>
public static class FindSimilar
{
    public sealed record Request(string? StationCode, string? CategoryId, string? Title, string? Text, SubmitCase.Place? Place);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.StationCode).Text("联络站码", 1, 40);
            RuleFor(request => request.CategoryId).Chosen("类别", 32);
            RuleFor(request => request.Title).Text("标题", 0, 50);
            RuleFor(request => request.Text).Text("反映内容", 1, TextRules.LongestText);
            RuleFor(request => request.Place).Must(SubmitCase.Plausible).WithMessage(_ => ErrorTexts.Field("field_coordinates"));
        }
    }

    public static void Map(RouteGroupBuilder cases) => cases.MapPost("/similar", async (
        Request request, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(request, user, ct)).ToHttp())
        .RequireAuthorization(Rights.Report).WithName("FindSimilar").Refuses(StationErrors.StationCodeUnknown).Produces<Page<SimilarView>>();

    public sealed class Handler(Database database, StationCache stations)
    {
        public async Task<Result<Page<SimilarView>>> HandleAsync(Request request, CurrentUser user, CancellationToken ct)
        {
            if (await stations.FindStationAsync(request.StationCode, ct) is not { } station)
                return new Refusal(StationErrors.StationCodeUnknown);

            var report = new SimilarSearch.Report(
                "", request.CategoryId!, station, GeoPoint.Of(request.Place?.Lat, request.Place?.Lng), $"{request.Title}\n{request.Text}");
            var found = await database.ReadAsync(
                connection => SimilarSearch.FindAsync(connection, report, new SimilarSearch.Looker(user.Id, null), row => SimilarView.SightOf(row, user)), ct);
            return new Page<SimilarView>([.. found.Select(one => SimilarView.Of(one, user))], null);
        }
    }
}
