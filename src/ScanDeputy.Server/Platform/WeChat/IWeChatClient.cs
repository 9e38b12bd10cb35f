namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>
/// The platform calls we need, whoever answers them: WeChat or a sandbox. Refusals are values; nothing here throws for them, nor for
/// an unreachable platform. Only a cancelled <c>ct</c> throws.
/// </summary>
public interface IWeChatClient
{
    /// <summary>Spends a wx.login code. Never repeated by itself: a code works once.</summary>
    Task<WeChatResult<WeChatSession>> CodeToSessionAsync(string code, CancellationToken ct);

    /// <summary>Spends a code of the phone button. Never repeated by itself: a code works once, and a call may cost money.</summary>
    Task<WeChatResult<WeChatPhone>> GetPhoneNumberAsync(string code, CancellationToken ct);

    /// <summary>The picture of a mini-program code, as JPEG bytes.</summary>
    Task<WeChatResult<byte[]>> GetUnlimitedCodeAsync(WeChatCodeRequest request, CancellationToken ct);

    /// <summary>An address that opens the mini-program from a page in WeChat's browser or elsewhere.</summary>
    Task<WeChatResult<Uri>> GenerateUrlLinkAsync(WeChatLinkRequest request, CancellationToken ct);

    /// <summary>
    /// Sends one message. Never repeated after bytes may have been sent: look at <see cref="WeChatResult{T}.MayHaveHappened"/> before
    /// sending again.
    /// </summary>
    Task<WeChatResult<WeChatSent>> SendSubscribeMessageAsync(WeChatMessage message, CancellationToken ct);

    /// <summary>Checks a text of at most <see cref="WeChatText.MaxLength"/> UTF-16 units. The author must have opened the app in the last two hours.</summary>
    Task<WeChatResult<WeChatVerdict>> CheckTextAsync(WeChatText text, CancellationToken ct);

    /// <summary>Hands a picture or sound in for checking; the verdict comes later as a wxa_media_check event with the trace id (<see cref="Callbacks.IWeChatEventReceiver"/>).</summary>
    Task<WeChatResult<WeChatMediaTicket>> CheckMediaAsync(WeChatMedia media, CancellationToken ct);
}
