using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using global::Senparc.CO2NET.HttpUtility;
using global::Senparc.Weixin;

namespace ScanDeputy.Server.Platform.WeChat.Senparc;

/// <summary>
/// Senparc writes the request and reads the answer; in between the call goes the way of all our calls, with its tries, time-outs, log
/// and judgement of errcodes (<see cref="WeChatTransport"/>). Senparc's own HTTP has one time-out and one host for the whole process.
/// </summary>
internal sealed class SenparcWire(WeChatTransport transport)
{
    /// <summary>Ours counts, for each try of its own.</summary>
    public const int NoTimeOut = int.MaxValue;

    // Senparc asks one provider of the whole process for its HttpClient; it is handed that of the call that is being made.
    private static readonly AsyncLocal<HttpClient?> OfThisCall = new();

    static SenparcWire()
    {
        CommonDI.CommonSP = new Clients();
        // It would take a short token for an AppId and look for a token of its own.
        Config.DefaultAppIdCheckFunc = (_, _) => false;
    }

    /// <param name="manner">How the call may be treated; path, query and body are Senparc's.</param>
    /// <param name="call">The call of Senparc's.</param>
    /// <param name="read">From its answer, or from the wire's where it leaves something out; null when the answer is not complete.</param>
    public async Task<WeChatResult<T>> CallAsync<TAnswer, T>(
        WeChatRequest manner, Func<Task<TAnswer>> call, Func<TAnswer, WeChatReply, T?> read, CancellationToken ct)
        where T : class
    {
        using var wire = new Wire(transport, manner, ct);
        using var client = new HttpClient(wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        OfThisCall.Value = client;
        try
        {
            var answer = await call();
            return answer is not null && wire.Result!.Value is { } reply && read(answer, reply) is { } value
                ? WeChatResult.Ok(value)
                : WeChatResult.Unreachable<T>(mayHaveHappened: true, "incomplete answer");
        }
        catch (Exception) when (!ct.IsCancellationRequested && wire.Result is { IsOk: false })
        {
            return wire.Result.Failure<T>();
        }
        catch (Exception) when (!ct.IsCancellationRequested && wire.Result is { IsOk: true })
        {
            return WeChatResult.Unreachable<T>(mayHaveHappened: true, "unreadable answer");
        }
        finally
        {
            OfThisCall.Value = null;
        }
    }

    /// <summary>Takes a request as Senparc wrote it and sends it on as ours.</summary>
    private sealed class Wire(WeChatTransport transport, WeChatRequest manner, CancellationToken ct) : HttpMessageHandler
    {
        /// <summary>Null until the request was sent.</summary>
        public WeChatResult<WeChatReply>? Result { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Result = await transport.SendAsync(await ReadAsync(request), ct);
            return Result.Value is { } reply
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(reply.Bytes) }
                : throw new HttpRequestException("The reason is in the result.");
        }

        private async Task<WeChatRequest> ReadAsync(HttpRequestMessage request)
        {
            var url = request.RequestUri!;
            var query = QueryHelpers.ParseQuery(url.Query).Select(pair => (pair.Key, pair.Value.ToString()));
            if (request.Content is not { } content)
                return manner with { Path = url.AbsolutePath, Query = [.. query] };

            // Senparc writes what it was not given as null; nothing that is null is sent.
            var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(await content.ReadAsByteArrayAsync(ct))!;
            return manner with
            {
                Path = url.AbsolutePath,
                Query = [.. query],
                Body = members.Where(member => member.Value.ValueKind != JsonValueKind.Null).ToDictionary(StringComparer.Ordinal),
            };
        }
    }

    private sealed class Clients : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(SenparcHttpClient)
            ? new SenparcHttpClient(OfThisCall.Value ?? throw new InvalidOperationException("Senparc is called through SenparcWire only."))
            : null;
    }
}
