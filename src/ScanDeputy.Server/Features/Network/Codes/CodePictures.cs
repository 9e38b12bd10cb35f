using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>A code to print: the plain link as SVG or PNG, WeChat's mini-program code, and plates of both.</summary>
public static class CodePictures
{
    private const int SmallestPixels = 200;
    private const int LargestPixels = 4000;
    private const int UsualPixels = 1000;

    public static void Map(RouteGroupBuilder codes)
    {
        var (svg, png, miniProgram) = MapPictures(codes);
        svg.WithName("GetStationCodeSvg");
        png.WithName("GetStationCodePng");
        miniProgram.WithName("GetMiniProgramCode");
        codes.MapGet("/{code}/plate", async (
            string id, string code, [ClosedList<PlateFormat>] string? format, CurrentUser user, HttpContext context, Handler pictures, CancellationToken ct) =>
            await PlateAsync(id, code, format, user, context, pictures, bar: "", ct))
            .WithName("GetPlate").Produces<string>(StatusCodes.Status200OK, "text/html");
    }

    /// <summary>Pages have the same pictures at addresses of their own.</summary>
    internal static (RouteHandlerBuilder Svg, RouteHandlerBuilder Png, RouteHandlerBuilder MiniProgram) MapPictures(RouteGroupBuilder codes)
    {
        var svg = codes.MapGet("/{code}/svg", async (string id, string code, CurrentUser user, HttpContext context, AdministerCodes.Handler handler, CancellationToken ct) =>
            await handler.FindAsync(id, code, user, context.Request, ct) is { Codes: [var item] } ? Picture(context, QrPicture.Svg(item.Url)) : NotFound())
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml");
        var png = codes.MapGet("/{code}/png", async (
            string id, string code, int? pixels, CurrentUser user, HttpContext context, AdministerCodes.Handler handler, CancellationToken ct) =>
            await handler.FindAsync(id, code, user, context.Request, ct) is { Codes: [var item] }
                ? Picture(context, QrPicture.Png(item.Url, Math.Clamp(pixels ?? UsualPixels, SmallestPixels, LargestPixels)))
                : NotFound())
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png");
        var miniProgram = codes.MapGet("/{code}/miniprogram.png", async (
            string id, string code, CurrentUser user, HttpContext context, AdministerCodes.Handler handler, Handler pictures, CancellationToken ct) =>
            await handler.FindAsync(id, code, user, context.Request, ct) is not { Codes: [var item] } ? NotFound()
                : await pictures.MiniProgramAsync(item.Code, ct) is { } picture ? Picture(context, picture) : Unavailable())
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png").Refuses(StationErrors.MiniProgramCodeUnavailable);
        return (svg, png, miniProgram);
    }

    /// <param name="bar">Markup of ours above the plate that is not printed.</param>
    public static async Task<IResult> PlateAsync(
        string stationId, string code, string? format, CurrentUser user, HttpContext context, Handler pictures, string bar, CancellationToken ct)
    {
        if (PlateFormat.Find(format ?? "a4-1") is not { } known)
            return new ProblemResult(Refusal.OfField("format", "field_plate_format"));
        if (await pictures.PlateTextAsync(stationId, code, user, context.Request, ct) is not { } text)
            return NotFound();

        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Content(
            $"""
            <!doctype html>
            <html lang="zh-CN">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{PrintHtml.Encode(text.Station)} {text.Code}</title>
            <link rel="stylesheet" href="/css/plate.css"><link rel="icon" href="/icon.svg" type="image/svg+xml"></head>
            <body>{bar}<main class="plate {known.Paper}">{Plate.Svg(known, text)}</main></body>
            </html>
            """,
            "text/html; charset=utf-8");
    }

    private static IResult Picture(HttpContext context, string svg)
    {
        Guard(context);
        return TypedResults.Text(svg, "image/svg+xml");
    }

    private static IResult Picture(HttpContext context, byte[] png)
    {
        Guard(context);
        return TypedResults.Bytes(png, "image/png");
    }

    private static void Guard(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, max-age=3600";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
    }

    private static IResult NotFound() => new ProblemResult(new Refusal(ErrorCodes.NotFound));

    private static IResult Unavailable() => new ProblemResult(new Refusal(StationErrors.MiniProgramCodeUnavailable));

    public sealed class Handler(AdministerCodes.Handler codes, IWeChatClient weChat, AdministerPlateStyle.Handler styles, IMemoryCache memory, IOptions<CodeOptions> options)
    {
        // WeChat always draws the same code for the same scene, and counts each time that it is asked.
        private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

        /// <returns>Null when WeChat cannot be reached or refuses.</returns>
        public async Task<byte[]?> MiniProgramAsync(string code, CancellationToken ct)
        {
            var key = (nameof(CodePictures), code);
            if (memory.TryGetValue(key, out byte[]? known))
                return known;

            var drawn = await weChat.GetUnlimitedCodeAsync(new WeChatCodeRequest(code, options.Value.MiniProgramPage, CheckPath: false), ct);
            return drawn.IsOk ? memory.Set(key, drawn.Value, new MemoryCacheEntryOptions { SlidingExpiration = Kept, Size = drawn.Value!.Length }) : null;
        }

        /// <returns>Null when the code is none of this station, or the station of another jurisdiction.</returns>
        public async Task<PlateText?> PlateTextAsync(string stationId, string code, CurrentUser user, HttpRequest request, CancellationToken ct)
        {
            if (await codes.FindAsync(stationId, code, user, request, ct) is not { Codes: [var item] } found)
                return null;

            // Without WeChat's code the plate still works: the plain one opens the mini-program as well.
            return new PlateText(PlateText.NameOf(found.Station, item.DeputyName), item.Placement, item.Display, item.Url, await MiniProgramAsync(item.Code, ct))
            {
                Style = await styles.FindAsync(user.Jurisdiction!, ct),
            };
        }
    }
}
