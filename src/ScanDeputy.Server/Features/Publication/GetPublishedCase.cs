using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>One published case by its number; for one that is not, or of another jurisdiction, there is nothing here.</summary>
public static class GetPublishedCase
{
    public static void Map(RouteGroupBuilder published) => published.MapGet("/cases/{number}", async (
        string jurisdiction, string number, PublishedReader reader, CancellationToken ct) =>
        (await reader.GetAsync(jurisdiction, CaseNumbers.AsIssued(number), ct)).ToHttp(shown => new SharedAnswer<PublishedDetail>(shown)))
        .WithName("GetPublishedCase").Produces<PublishedDetail>().Produces(StatusCodes.Status304NotModified);
}
