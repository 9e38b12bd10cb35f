using System.Globalization;
using System.Text;

namespace ScanDeputy.Server.Platform.WeChat.Callbacks;

/// <summary>Takes one kind of pushed event. WeChat may push the same one several times: taking it again must change nothing.</summary>
public interface IWeChatEventReceiver
{
    string Event { get; }

    /// <returns>False when it cannot be taken yet: WeChat is to push it again.</returns>
    Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct);
}

/// <summary>
/// Where WeChat pushes to: <c>GET</c> when the address is typed in at mp.weixin.qq.com, <c>POST</c> for each event. Whoever cannot sign is
/// refused before anything is read as a message; what is too old or too new may be an old push played again.
/// </summary>
public static partial class CallbackEndpoint
{
    public const string Address = "/wechat/callback";

    private const int LargestPush = 64 * 1024;
    private const int LongestEcho = 128;
    // WeChat repeats a push that was not taken within half a minute. Whatever is played again inside of this is taken again and changes nothing.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static void MapWeChatCallback(this IEndpointRouteBuilder app)
    {
        var callback = app.MapGroup(Address).ExcludeFromDescription().DisableAntiforgery();
        callback.MapGet("", (HttpContext context, CallbackReader reader, TimeProvider clock, ILogger<CallbackReader> logger) =>
        {
            var query = CallbackQuery.From(context.Request.Query);
            var echo = context.Request.Query["echostr"].ToString();
            return echo.Length is > 0 and <= LongestEcho && reader.IsAddressCheck(query) && IsOfNow(query, clock, logger)
                ? Results.Text(echo)
                : Results.StatusCode(StatusCodes.Status403Forbidden);
        });
        callback.MapPost("", TakeAsync).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestPush));
    }

    private static async Task<IResult> TakeAsync(
        HttpContext context, CallbackReader reader, IEnumerable<IWeChatEventReceiver> receivers, TimeProvider clock, ILogger<CallbackReader> logger, CancellationToken ct)
    {
        var query = CallbackQuery.From(context.Request.Query);
        if (await ReadAsync(context.Request, ct) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (reader.Open(query, body) is not { } message || !IsOfNow(query, clock, logger))
            return Results.StatusCode(StatusCodes.Status403Forbidden);

        // What we do not know we do not want again.
        if (!WeChatEvent.TryRead(message, out var happened) || receivers.FirstOrDefault(one => one.Event == happened.Name) is not { } receiver)
            return Taken();

        if (await receiver.TakeAsync(happened, ct))
            return Taken();

        Log.NotYet(logger, happened.Name);
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

        static IResult Taken() => Results.Text("success");
    }

    /// <returns>Null when it is more than any push is.</returns>
    private static async Task<string?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            return await reader.ReadToEndAsync(ct);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <summary>Asked after the signature, so that only what somebody signed is told of.</summary>
    private static bool IsOfNow(CallbackQuery query, TimeProvider clock, ILogger logger)
    {
        if (long.TryParse(query.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && (DateTimeOffset.FromUnixTimeSeconds(seconds) - clock.GetUtcNow()).Duration() <= Window)
            return true;

        Log.OtherTime(logger);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A signed push was refused: its time is not ours. An old one that is played again, or a clock that is wrong.")]
        public static partial void OtherTime(ILogger logger);

        [LoggerMessage(LogLevel.Information, "The push {Event} could not be taken yet; WeChat is to repeat it.")]
        public static partial void NotYet(ILogger logger, string @event);
    }
}
