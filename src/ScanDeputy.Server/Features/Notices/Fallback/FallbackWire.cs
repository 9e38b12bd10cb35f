using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Notices.Outbox;

namespace ScanDeputy.Server.Features.Notices.Fallback;

/// <summary>
/// One POST to one of our fallback ways, on a connection of its own, never repeated by itself: what may have arrived is a doubt, and only
/// what certainly did not is tried again.
/// </summary>
public sealed class FallbackWire(IHttpClientFactory clients, IOptions<FallbackOptions> options)
{
    public const string ClientName = "Fallback";
    public const int LargestAnswer = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public FallbackOptions Options => options.Value;

    /// <param name="address">Where to.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="headers">Beside it.</param>
    /// <param name="judge">What an answer with status 200 to 299 says in its body.</param>
    /// <param name="ct">Stops the waiting.</param>
    internal async Task<Delivery> PostAsync(string address, object body, (string Name, string Value)[] headers, Func<JsonElement, Delivery> judge, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Options.Timeout);
        try
        {
            using var http = clients.CreateClient(ClientName);
            using var message = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
            };
            foreach (var (name, value) in headers)
                message.Headers.TryAddWithoutValidation(name, value);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, patience.Token);
            return await JudgeAsync(response, judge, patience.Token);
        }
        catch (HttpRequestException fault)
        {
            return NeverConnected(fault) ? Delivery.Again($"{fault.HttpRequestError}") : Delivery.Doubtful($"{fault.HttpRequestError}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Delivery.Doubtful("timeout");
        }
    }

    private static async Task<Delivery> JudgeAsync(HttpResponseMessage response, Func<JsonElement, Delivery> judge, CancellationToken ct)
    {
        var said = $"status {(int)response.StatusCode}";
        if (response.IsSuccessStatusCode)
            return judge(Parse(await response.Content.ReadAsByteArrayAsync(ct)));

        return response.StatusCode switch
        {
            // Something between us gave up waiting; behind it the message may have gone out.
            HttpStatusCode.GatewayTimeout or HttpStatusCode.BadGateway => Delivery.Doubtful(said),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => Delivery.Again(said),
            _ => Delivery.Refused(said),
        };
    }

    /// <summary>An answer without JSON is an empty object.</summary>
    private static JsonElement Parse(byte[] body)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(body);
            return json.ValueKind == JsonValueKind.Object ? json : JsonSerializer.SerializeToElement(new { });
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(new { });
        }
    }

    private static bool NeverConnected(HttpRequestException fault) => fault.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
