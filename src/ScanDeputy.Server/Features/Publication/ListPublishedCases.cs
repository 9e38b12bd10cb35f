using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>What was asked here and what became of it, newest first; open to all.</summary>
public static class ListPublishedCases
{
    public sealed record Query
    {
        /// <summary>Part of a number, a title or a text, as they are shown.</summary>
        public string? Q { get; init; }

        public string? Category { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    public static void Map(RouteGroupBuilder published) => published.MapGet("/cases", async (
        string jurisdiction, [AsParameters] Query query, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(jurisdiction, query, ct)).ToHttp(page => new SharedAnswer<Page<PublishedCase>>(page)))
        .WithName("ListPublishedCases").Produces<Page<PublishedCase>>().Produces(StatusCodes.Status304NotModified);

    public sealed class Handler(PublishedReader reader)
    {
        public async Task<Result<Page<PublishedCase>>> HandleAsync(string jurisdiction, Query query, CancellationToken ct)
        {
            var page = PageRequest.Parse(query.Limit, query.After);
            return page.Refusal is { } refusal
                ? refusal
                : await reader.ListAsync(jurisdiction, new PublishedFilter { Text = Given(query.Q), Category = Given(query.Category) }, page.Value, ct);
        }

        private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
