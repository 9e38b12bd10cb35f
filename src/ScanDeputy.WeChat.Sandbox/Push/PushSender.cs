using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox.Push;

/// <summary>Sends events to the callback address: up to three tries, each with five seconds for an answer.</summary>
internal sealed class PushSender(SandboxPushOptions options, string appId, int capacity, TimeProvider clock) : IDisposable
{
    private const int Tries = 3;

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public SandboxPushOptions Options { get; set; } = options;

    public BoundedLog<SandboxPush> Log { get; } = new(capacity);

    /// <summary>Runs work behind the answer, as the platform does.</summary>
    public void Later(Func<CancellationToken, Task> work)
    {
        var task = Task.Run(() => QuietlyAsync(work), CancellationToken.None);
        _running.TryAdd(task, true);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public async Task SendAsync(string openId, JsonObject happening, CancellationToken ct, int secondsLater = 0)
    {
        if (Options is not { Url: { } url } options) return;
        var at = clock.GetUtcNow();
        var message = new JsonObject { ["ToUserName"] = options.ToUserName, ["FromUserName"] = openId };
        message["CreateTime"] = at.ToUnixTimeSeconds() + secondsLater;
        message["MsgType"] = "event";
        foreach (var (name, value) in happening) message[name] = value?.DeepClone();
        var (tries, delivered) = (0, false);
        for (; tries < Tries && !delivered; tries++)
            delivered = await TryAsync(PushEnvelope.Seal(options, url, appId, openId, message, at.ToUnixTimeSeconds()), options.AnswerWithin, ct);
        Log.Add(number => new SandboxPush(number, at, (string?)happening["Event"] ?? "", message.ToJsonString(), tries, delivered));
    }

    public async Task<bool> CheckAddressAsync(CancellationToken ct)
    {
        if (Options.Url is not { } url) return false;
        var echo = RandomText.Letters(19);
        using var answer = await _http.GetAsync(PushEnvelope.AddressCheck(Options, url, echo, clock.GetUtcNow().ToUnixTimeSeconds()), ct);
        return answer.IsSuccessStatusCode && string.Equals(await answer.Content.ReadAsStringAsync(ct), echo, StringComparison.Ordinal);
    }

    /// <summary>Completes when nothing is under way any more.</summary>
    public async Task WhenIdleAsync()
    {
        while (!_running.IsEmpty)
        {
            await Task.WhenAll(_running.Keys);
            await Task.Yield();
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _http.Dispose();
    }

    private async Task QuietlyAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The sandbox is stopping.
        }
        catch (ObjectDisposedException)
        {
            // The same, a moment later.
        }
    }

    /// <summary>Anything but a 200 with an answer in time is tried again.</summary>
    private async Task<bool> TryAsync(PushEnvelope envelope, TimeSpan answerWithin, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(answerWithin);
        try
        {
            using var content = new StringContent(envelope.Body, Encoding.UTF8, envelope.MediaType);
            using var answer = await _http.PostAsync(envelope.Url, content, patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
