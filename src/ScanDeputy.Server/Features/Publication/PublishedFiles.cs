using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>The published cases of a jurisdiction as files: what is new for feed readers (RSS 2.0), and a table for whoever counts for themselves.</summary>
public sealed class PublishedFiles(PublishedReader reader, ISharedCache cache, CodeAddress addresses)
{
    /// <summary>The newest of them; there is none that somebody reads in a feed after so many others.</summary>
    private const int InFeed = 50;

    /// <summary>The newest of them: what a spreadsheet still opens, and a county's of several years.</summary>
    private const int InTable = 10_000;

    private const int AtOnce = 200;
    private static readonly CacheKind Tables = new("public-table", TimeSpan.FromSeconds(60));

    public async Task<Result<byte[]>> FeedAsync(string jurisdiction, HttpRequest request, CancellationToken ct)
    {
        if (await reader.NameOfAsync(jurisdiction, ct) is not { } name)
            return new Refusal(ErrorCodes.NotFound);

        var newest = await reader.ListAsync(jurisdiction, new PublishedFilter(), new PageRequest(InFeed, null), ct);
        return newest.Refusal is { } refusal ? refusal : PublishedFeed.Write(name, newest.Value.Items, $"{addresses.Host(request)}/p/{jurisdiction}");
    }

    public async Task<Result<TableExport>> TableAsync(string jurisdiction, CancellationToken ct)
    {
        if (await reader.NameOfAsync(jurisdiction, ct) is null)
            return new Refusal(ErrorCodes.NotFound);

        // By what there is: a report whose author took its publication back is in no copy that is given out.
        return (await cache.GetAsync(Tables, jurisdiction, await reader.StateOfAsync(jurisdiction, ct), async () => TableExport.Of(
            PublishedTable.Of(await AllAsync(jurisdiction, ct)), PublishedTexts.Format("table.file", jurisdiction), TableExport.Csv)))!;
    }

    private async Task<IReadOnlyList<PublishedCase>> AllAsync(string jurisdiction, CancellationToken ct)
    {
        var all = new List<PublishedCase>();
        string? after = null;
        do
        {
            var page = (await reader.ListAsync(jurisdiction, new PublishedFilter(), new PageRequest(AtOnce, after), ct)).Value;
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null && all.Count < InTable);
        return all;
    }
}
