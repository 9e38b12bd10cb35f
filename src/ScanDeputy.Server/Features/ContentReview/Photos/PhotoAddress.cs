using System.Globalization;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>
/// Where WeChat fetches a photo that it is to check: an address that nobody can guess, which ends after an hour, or with the check.
/// </summary>
public sealed class PhotoAddress(PersonalData crypto, IOptionsMonitor<WeChatOptions> options, TimeProvider clock)
{
    private const string Signature = "photo-address";
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Null where WeChat cannot reach this program, and so checks no photos.</summary>
    public Uri? Of(string id)
    {
        if (options.CurrentValue.PublicAddress is not { } address)
            return null;

        var until = (clock.GetUtcNow() + Life).ToUnixTimeSeconds();
        return new Uri(address, string.Create(CultureInfo.InvariantCulture, $"/wechat/photos/{id}?until={until}&signature={crypto.LookupHash(Signature, Signed(id, until))}"));
    }

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/wechat/photos/{id}", async (
        string id, long? until, string? signature, PhotoAddress addresses, Database database, HttpContext context, CancellationToken ct) =>
    {
        if (!addresses.IsGood(id, until, signature))
            return Results.NotFound();

        return await database.ReadAsync(connection => PhotoBytes.FindAsync(connection, id, small: false, Waits), ct) is { } photo
            ? photo.Answer(context, "no-store")
            : Results.NotFound();
    })
        .ExcludeFromDescription();

    private bool IsGood(string id, long? until, string? signature) =>
        until is { } end && signature is not null && end >= clock.GetUtcNow().ToUnixTimeSeconds()
        && crypto.IsLookupHash(Signature, Signed(id, end), signature);

    private static string Signed(string id, long until) => string.Create(CultureInfo.InvariantCulture, $"{id}/{until}");

    private const string Waits = $"a.content_status = '{ContentChecks.Waiting}'";
}
