using System.Text.Json;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Notices.Fallback;

/// <summary>
/// 企业微信群机器人. The whole group reads it, so it hears of work and never of a resident's own matter; it is told no names, only number and text.
/// </summary>
public sealed class WebhookChannel(FallbackWire wire)
{
    public const string Name = "webhook";

    // The robot takes 2048 bytes; three of them a character.
    private const int LongestText = 600;

    // "Too often": twenty a minute. Everything else it refuses, it will refuse again.
    private const int Busy = -1;
    private const int TooOften = 45009;

    public bool IsOn => wire.Options.WebhookUrl.Length > 0;

    internal Task<Delivery> SendAsync(OutgoingText text, CancellationToken ct)
    {
        var content = WrittenText.Cut(text.Text, LongestText - 1);
        return wire.PostAsync(wire.Options.WebhookUrl, new { msgtype = "text", text = new { content } }, [], Judge, ct);
    }

    private static Delivery Judge(JsonElement answer)
    {
        if (!answer.TryGetProperty("errcode", out var code) || !code.TryGetInt32(out var errCode))
            return Delivery.Doubtful("unreadable answer");

        return errCode switch
        {
            0 => Delivery.Sent,
            Busy or TooOften => Delivery.Again($"errcode {errCode}"),
            _ => Delivery.Refused($"errcode {errCode}"),
        };
    }
}
