using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>
/// One call over HTTP, with its time-out and its tries. Answers are read by body, never by media type or status: WeChat sends JSON as
/// text/plain and errors under 200.
/// </summary>
internal sealed class WeChatTransport(IHttpClientFactory clients, IOptionsMonitor<WeChatOptions> options, WeChatMeter meter, ILogger<WeChatTransport> logger)
{
    public const string ClientName = "WeChat";

    /// <summary>For calls that must not be doubled: a connection of its own each time, for a POST on a pooled one that just died leaves a doubt that was none.</summary>
    public const string OnceClientName = "WeChat.Once";

    private const string TimedOut = "timeout";

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    public WeChatOptions Options => options.CurrentValue;

    /// <summary>Sends, and sends again where that is safe.</summary>
    public async Task<WeChatResult<WeChatReply>> SendAsync(WeChatRequest request, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            var result = await TryMeasuredAsync(request, ct);
            if (attempt == Pauses.Length || !IsWorthAnother(request, result)) return result;
            await Task.Delay(Pauses[attempt], ct);
        }
    }

    /// <summary>
    /// A connection that never came about is safe to repeat for every call; a lost one and "busy" only for calls that do nothing twice.
    /// A time-out is never repeated: the caller has waited long enough.
    /// </summary>
    private static bool IsWorthAnother(WeChatRequest request, WeChatResult<WeChatReply> result) => result.Outcome switch
    {
        WeChatOutcome.Unreachable when !result.MayHaveHappened => true,
        WeChatOutcome.Unreachable => request.IsRepeatable && !string.Equals(result.ErrMsg, TimedOut, StringComparison.Ordinal),
        _ => request.IsRepeatable && result.ErrCode == WeChatErrors.Busy,
    };

    private async Task<WeChatResult<WeChatReply>> TryMeasuredAsync(WeChatRequest request, CancellationToken ct)
    {
        using var span = Traces.Source.StartActivity($"wechat {request.Path}");
        var result = await TrySendAsync(request, ct);
        var errCode = meter.Answered(request.Path, result);
        span?.SetTag("wechat.errcode", errCode).SetStatus(result.IsOk ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        return result;
    }

    private async Task<WeChatResult<WeChatReply>> TrySendAsync(WeChatRequest request, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Options.Timeout);
        try
        {
            using var message = CreateMessage(request);
            using var http = clients.CreateClient(request.IsRepeatable ? ClientName : OnceClientName);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, patience.Token);
            return Read(request, await response.Content.ReadAsByteArrayAsync(patience.Token));
        }
        catch (HttpRequestException fault)
        {
            return NotReached(request, fault.HttpRequestError.ToString(), !NeverConnected(fault));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return NotReached(request, TimedOut, mayHaveHappened: true);
        }
    }

    private static bool NeverConnected(HttpRequestException fault) => fault.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private HttpRequestMessage CreateMessage(WeChatRequest request)
    {
        var query = string.Join('&', request.Query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        var message = new HttpRequestMessage(request.Body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(Options.BaseAddress, $"{request.Path}?{query}"));
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, WeChatJson.Options)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        // Trap: SocketsHttpHandler repeats a request without content by itself when the connection closes before an answer. An empty content stops it.
        else if (!request.IsRepeatable)
            message.Content = new ByteArrayContent([]);
        return message;
    }

    private WeChatResult<WeChatReply> Read(WeChatRequest request, byte[] body)
    {
        if (request.WantsPicture && body is [0xff, 0xd8, ..] or [0x89, 0x50, ..]) return WeChatResult.Ok(new WeChatReply(default, body));
        if (!WeChatJson.TryParse(body, out var json)) return NotReached(request, "unreadable answer", mayHaveHappened: true);
        var errCode = json.Number("errcode") is { } code ? (int)code : 0;
        // An OK answer to a picture call that is no picture is no answer.
        if (errCode == 0) return request.WantsPicture ? NotReached(request, "no picture", true) : WeChatResult.Ok(new WeChatReply(json, body));
        WeChatLog.Answered(logger, request.Path, errCode);
        return WeChatResult.Error<WeChatReply>(errCode, json.Text("errmsg") ?? "");
    }

    private WeChatResult<WeChatReply> NotReached(WeChatRequest request, string why, bool mayHaveHappened)
    {
        WeChatLog.NotReached(logger, request.Path, why, mayHaveHappened);
        return WeChatResult.Unreachable<WeChatReply>(mayHaveHappened, why);
    }
}

/// <summary>A call before it is sent; without a body it is a GET.</summary>
internal sealed record WeChatRequest(string Path, object? Body)
{
    public (string Name, string Value)[] Query { get; init; } = [];

    /// <summary>False when doing it twice costs a code, a message or money.</summary>
    public bool IsRepeatable { get; init; }

    public bool WantsPicture { get; init; }
}

/// <summary>A success: JSON, or the bytes of a picture.</summary>
internal sealed record WeChatReply(JsonElement Json, byte[] Bytes);
