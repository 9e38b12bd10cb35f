using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Notices.Fallback;

namespace ScanDeputy.Server.Demo;

/// <summary>
/// The demo's SMS gateway: takes what the program sends over the wire, as a real one does, and shows it instead of sending it. Used where no other
/// gateway is configured, and for sign-in codes only: notices are seen as WeChat's messages.
/// </summary>
public sealed class SandboxTexts(IOptions<FallbackOptions> options, TimeProvider clock)
{
    private const string Path = "/sandbox/sms";
    private const int Most = 200;

    private readonly string _token = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly ConcurrentQueue<Message> _messages = new();
    private long _last;

    public sealed record Message(long Number, DateTimeOffset At, string Phone, string Text);

    public sealed record Incoming(string? Id, string? Phone, string? Text);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Message> All() => [.. _messages];

    /// <param name="program">Where this program listens.</param>
    public void ConnectTo(Uri program)
    {
        var fallback = options.Value;
        if (fallback.SmsUrl.Length > 0)
            return;

        (fallback.SmsUrl, fallback.SmsToken, fallback.SmsNotices) = (new Uri(program, Path).ToString(), _token, false);
    }

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(Path, ([FromBody] Incoming message, [FromHeader(Name = "Authorization")] string? key, SandboxTexts texts) => texts.Take(message, key))
        .ExcludeFromDescription().DisableAntiforgery();

    private IResult Take(Incoming message, string? key)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key ?? ""), Encoding.UTF8.GetBytes($"Bearer {_token}")))
            return Results.Unauthorized();

        _messages.Enqueue(new Message(Interlocked.Increment(ref _last), clock.GetUtcNow(), message.Phone ?? "", message.Text ?? ""));
        while (_messages.Count > Most)
            _messages.TryDequeue(out _);
        return Results.NoContent();
    }
}
