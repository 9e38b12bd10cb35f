using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>
/// From a station's page into the mini-program: WeChat makes an address that opens it at the same station. Only for codes that are good; WeChat counts how
/// many addresses it makes, so one serves everybody for a day.
/// </summary>
public sealed class AppLinks(GetStationByCode.Handler stations, IWeChatClient weChat, IMemoryCache memory, IOptions<CodeOptions> options)
{
    // Longer than it is kept, so that a page that was left open still leads somewhere.
    private const int Days = 7;
    private const int Weight = 256;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/s/{code}/app", async (string code, AppLinks links, CancellationToken ct) =>
        await links.OfAsync(code, ct) is { } address ? Results.Redirect(address.AbsoluteUri) : Results.LocalRedirect($"/s/{Uri.EscapeDataString(code)}?app=unavailable"))
        .ExcludeFromDescription();

    /// <returns>Null when the code leads nowhere, or WeChat cannot be reached or refuses.</returns>
    private async Task<Uri?> OfAsync(string code, CancellationToken ct)
    {
        var opened = await stations.HandleAsync(code, ct);
        if (opened.IsRefused)
            return null;

        var key = (nameof(AppLinks), opened.Value.Code);
        if (memory.TryGetValue(key, out Uri? known))
            return known;

        var made = await weChat.GenerateUrlLinkAsync(new WeChatLinkRequest(options.Value.MiniProgramPage, $"scene={Uri.EscapeDataString(opened.Value.Code)}", Days), ct);
        return made.IsOk ? memory.Set(key, made.Value, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = Weight }) : null;
    }
}
