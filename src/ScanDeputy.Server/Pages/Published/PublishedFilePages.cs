using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Publication;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Published;

/// <summary>The published cases to take away: for feed readers and for spreadsheets.</summary>
internal static class PublishedFilePages
{
    public static void MapPublishedFiles(this WebApplication app)
    {
        app.MapGet("/p/{jurisdiction}/feed.rss", async (string jurisdiction, PublishedFiles files, HttpContext context, CancellationToken ct) =>
            Answer(await files.FeedAsync(jurisdiction, context.Request, ct), feed => SharedAnswers.Of(context, feed, PublishedFeed.MediaType))).ExcludeFromDescription();
        app.MapGet("/p/{jurisdiction}/cases.csv", async (string jurisdiction, PublishedFiles files, HttpContext context, CancellationToken ct) =>
            Answer(await files.TableAsync(jurisdiction, ct), table => SharedAnswers.Of(context, table.Bytes, table.MediaType, table.Name))).ExcludeFromDescription();
    }

    private static IResult Answer<T>(Result<T> file, Func<T, IResult> answer) => file.IsRefused ? Results.NotFound() : answer(file.Value);
}
