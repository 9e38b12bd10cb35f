using System.Globalization;
using global::Senparc.Weixin;
using global::Senparc.Weixin.CommonAPIs;
using global::Senparc.Weixin.Entities.TemplateMessage;
using global::Senparc.Weixin.WxOpen.AdvancedAPIs;
using global::Senparc.Weixin.WxOpen.AdvancedAPIs.Sns;
using global::Senparc.Weixin.WxOpen.AdvancedAPIs.WxApp;
using global::Senparc.Weixin.WxOpen.AdvancedAPIs.WxApp.WxAppJson;

namespace ScanDeputy.Server.Platform.WeChat.Senparc;

/// <summary>
/// The calls through Senparc.Weixin.WxOpen, with our own access token: Senparc keeps one for the process, ours is shared by all nodes.
/// </summary>
internal sealed class SenparcWeChatClient(WeChatTransport transport, AccessTokenHolder tokens) : IWeChatClient
{
    private static readonly WeChatRequest Once = new("", null);
    private static readonly WeChatRequest Repeatable = new("", null) { IsRepeatable = true };
    private static readonly WeChatRequest Picture = Repeatable with { WantsPicture = true };

    private readonly SenparcWire _wire = new(transport);

    public Task<WeChatResult<WeChatSession>> CodeToSessionAsync(string code, CancellationToken ct)
    {
        var options = transport.Options;
        return _wire.CallAsync(
            Once,
            // It puts these into the address as they are.
            () => SnsApi.JsCode2JsonAsync(Uri.EscapeDataString(options.AppId), Uri.EscapeDataString(options.AppSecret), Uri.EscapeDataString(code)),
            (answer, _) => answer.openid is { Length: > 0 } openId ? new WeChatSession(openId, answer.unionid) : null,
            ct);
    }

    public Task<WeChatResult<WeChatPhone>> GetPhoneNumberAsync(string code, CancellationToken ct) => CallAsync(
        Once,
        token => BusinessApi.GetUserPhoneNumberAsync(token, code, SenparcWire.NoTimeOut),
        (answer, _) => answer.phone_info is { } info ? WeChatPhone.Read(info.phoneNumber, info.purePhoneNumber, CountryOf(info.countryCode)) : null,
        ct);

    public async Task<WeChatResult<byte[]>> GetUnlimitedCodeAsync(WeChatCodeRequest request, CancellationToken ct)
    {
        using var picture = new MemoryStream();
        return await CallAsync(
            Picture,
            token => WxAppApi.GetWxaCodeUnlimitAsync(token, picture, request.Scene, request.Page, request.CheckPath, transport.Options.EnvVersion, request.Width),
            (_, _) => picture.ToArray(),
            ct);
    }

    public Task<WeChatResult<Uri>> GenerateUrlLinkAsync(WeChatLinkRequest request, CancellationToken ct) => CallAsync(
        Repeatable,
        // Not by UrlLinkApi: it sends is_expire, which the platform's page does not know.
        token => CommonJsonSend.SendAsync<WxJsonResult>(
            token,
            Config.ApiMpHost + "/wxa/generate_urllink?access_token={0}",
            new { path = request.Page, query = request.Query, expire_type = 1, expire_interval = request.Days, env_version = transport.Options.EnvVersion },
            timeOut: SenparcWire.NoTimeOut),
        (_, reply) => WeChatLinkRequest.Read(reply.Json.Text("url_link")),
        ct);

    public Task<WeChatResult<WeChatSent>> SendSubscribeMessageAsync(WeChatMessage message, CancellationToken ct)
    {
        var data = new TemplateMessageData();
        foreach (var (key, value) in message.Data)
            data[key] = new TemplateMessageDataValue(value);
        return CallAsync(
            Once,
            token => MessageApi.SendSubscribeAsync(
                token, message.OpenId, message.TemplateId, data, message.Page, transport.Options.MiniprogramState, "zh_CN", SenparcWire.NoTimeOut),
            // Senparc leaves the message's number out.
            (_, reply) => new WeChatSent(reply.Json.Number("msgid")),
            ct);
    }

    public Task<WeChatResult<WeChatVerdict>> CheckTextAsync(WeChatText text, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Content.Length, WeChatText.MaxLength, nameof(text));
        return CallAsync(
            Repeatable,
            token => WxAppApi.MsgSecCheckAsync(token, text.Content, 2, (int)text.Scene, text.OpenId, text.Title, timeOut: SenparcWire.NoTimeOut),
            (answer, _) => answer.result is { } result ? new WeChatVerdict(WeChatVerdict.SuggestionOf(result.suggest, result.label), result.label, answer.trace_id) : null,
            ct);
    }

    public Task<WeChatResult<WeChatMediaTicket>> CheckMediaAsync(WeChatMedia media, CancellationToken ct) => CallAsync(
        Once,
        // Not by WxAppApi.MediaCheckAsyncAsync: it sends the number of the kind as a text, which the platform's page does not allow.
        token => CommonJsonSend.SendAsync<MediaCheckAsyncJsonResult>(
            token,
            Config.ApiMpHost + "/wxa/media_check_async?access_token={0}",
            new { media_url = media.Url.AbsoluteUri, media_type = (int)media.Kind, version = 2, scene = (int)media.Scene, openid = media.OpenId },
            timeOut: SenparcWire.NoTimeOut),
        (answer, _) => answer.trace_id is { Length: > 0 } traceId ? new WeChatMediaTicket(traceId) : null,
        ct);

    /// <summary>Senparc's 0 stands for what WeChat left out.</summary>
    private static string? CountryOf(int code) => code == 0 ? null : code.ToString(CultureInfo.InvariantCulture);

    private Task<WeChatResult<T>> CallAsync<TAnswer, T>(
        WeChatRequest manner, Func<string, Task<TAnswer>> call, Func<TAnswer, WeChatReply, T?> read, CancellationToken ct)
        where T : class => tokens.UseAsync(token => _wire.CallAsync(manner, () => call(token.Text), read, ct), ct);
}
