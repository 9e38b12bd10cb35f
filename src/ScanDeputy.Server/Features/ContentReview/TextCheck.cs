using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>Asks WeChat whether a text may be shown to all.</summary>
public sealed class TextCheck(IWeChatClient weChat)
{
    /// <summary>A long text goes in pieces; the first piece that does not pass, or cannot be checked, decides.</summary>
    public async Task<WeChatResult<WeChatVerdict>> AskAsync(string openId, string text, CancellationToken ct)
    {
        while (true)
        {
            var end = Math.Min(text.Length, WeChatText.MaxLength);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end--;
            var result = await weChat.CheckTextAsync(new WeChatText(openId, text[..end], WeChatScene.Forum), ct);
            text = text[end..];
            if (text.Length == 0 || !result.IsOk || result.Value!.Suggestion != WeChatSuggestion.Pass)
                return result;
        }
    }

    /// <summary>All of a report that the public would read.</summary>
    public static string Whole(string? title, string? text, string? placeAddress) =>
        string.Join('\n', new[] { title, text, placeAddress }.Where(part => !string.IsNullOrWhiteSpace(part)));
}
