namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>The calls as WeChat's pages describe them, over HTTP.</summary>
internal sealed class HttpWeChatClient(WeChatTransport transport, AccessTokenHolder tokens) : IWeChatClient
{
    public async Task<WeChatResult<WeChatSession>> CodeToSessionAsync(string code, CancellationToken ct)
    {
        var options = transport.Options;
        var request = new WeChatRequest("/sns/jscode2session", null)
        {
            Query = [("appid", options.AppId), ("secret", options.AppSecret), ("js_code", code), ("grant_type", "authorization_code")],
        };
        var reply = await transport.SendAsync(request, ct);
        return Map(reply, value => value.Json.Text("openid") is { Length: > 0 } openId ? new WeChatSession(openId, value.Json.Text("unionid")) : null);
    }

    public async Task<WeChatResult<WeChatPhone>> GetPhoneNumberAsync(string code, CancellationToken ct)
    {
        var reply = await CallAsync(new WeChatRequest("/wxa/business/getuserphonenumber", new { code }), ct);
        return Map(reply, value => value.Json.Member("phone_info") is { } info
            ? WeChatPhone.Read(info.Text("phoneNumber"), info.Text("purePhoneNumber"), info.Text("countryCode"))
            : null);
    }

    public async Task<WeChatResult<byte[]>> GetUnlimitedCodeAsync(WeChatCodeRequest request, CancellationToken ct)
    {
        var body = new { scene = request.Scene, page = request.Page, check_path = request.CheckPath, env_version = transport.Options.EnvVersion, width = request.Width };
        var reply = await CallAsync(new WeChatRequest("/wxa/getwxacodeunlimit", body) { IsRepeatable = true, WantsPicture = true }, ct);
        return Map(reply, value => value.Bytes);
    }

    public async Task<WeChatResult<Uri>> GenerateUrlLinkAsync(WeChatLinkRequest request, CancellationToken ct)
    {
        var body = new { path = request.Page, query = request.Query, expire_type = 1, expire_interval = request.Days, env_version = transport.Options.EnvVersion };
        var reply = await CallAsync(new WeChatRequest("/wxa/generate_urllink", body) { IsRepeatable = true }, ct);
        return Map(reply, value => WeChatLinkRequest.Read(value.Json.Text("url_link")));
    }

    public async Task<WeChatResult<WeChatSent>> SendSubscribeMessageAsync(WeChatMessage message, CancellationToken ct)
    {
        var body = new
        {
            touser = message.OpenId,
            template_id = message.TemplateId,
            page = message.Page,
            miniprogram_state = transport.Options.MiniprogramState,
            lang = "zh_CN",
            data = message.Data.ToDictionary(pair => pair.Key, pair => new { value = pair.Value }, StringComparer.Ordinal),
        };
        var reply = await CallAsync(new WeChatRequest("/cgi-bin/message/subscribe/send", body), ct);
        return Map(reply, value => new WeChatSent(value.Json.Number("msgid")));
    }

    public async Task<WeChatResult<WeChatVerdict>> CheckTextAsync(WeChatText text, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Content.Length, WeChatText.MaxLength, nameof(text));
        var body = new { version = 2, scene = (int)text.Scene, openid = text.OpenId, content = text.Content, title = text.Title };
        var reply = await CallAsync(new WeChatRequest("/wxa/msg_sec_check", body) { IsRepeatable = true }, ct);
        return Map(reply, value => ReadVerdict(value));
    }

    public async Task<WeChatResult<WeChatMediaTicket>> CheckMediaAsync(WeChatMedia media, CancellationToken ct)
    {
        // Numbers, not texts: whether the platform takes "2" is not known.
        var body = new { media_url = media.Url.AbsoluteUri, media_type = (int)media.Kind, version = 2, scene = (int)media.Scene, openid = media.OpenId };
        var reply = await CallAsync(new WeChatRequest("/wxa/media_check_async", body), ct);
        return Map(reply, value => value.Json.Text("trace_id") is { Length: > 0 } traceId ? new WeChatMediaTicket(traceId) : null);
    }

    private static WeChatVerdict? ReadVerdict(WeChatReply reply)
    {
        if (reply.Json.Member("result") is not { } result) return null;
        var label = result.Number("label") ?? 0;
        return new WeChatVerdict(WeChatVerdict.SuggestionOf(result.Text("suggest"), label), (int)label, reply.Json.Text("trace_id"));
    }

    private static WeChatResult<T> Map<T>(WeChatResult<WeChatReply> reply, Func<WeChatReply, T?> read)
        where T : class
    {
        if (reply.Value is null) return reply.Failure<T>();
        return read(reply.Value) is { } value ? WeChatResult.Ok(value) : WeChatResult.Unreachable<T>(mayHaveHappened: true, "incomplete answer");
    }

    private Task<WeChatResult<WeChatReply>> CallAsync(WeChatRequest request, CancellationToken ct) =>
        tokens.UseAsync(token => transport.SendAsync(request with { Query = [("access_token", token.Text)] }, ct), ct);
}
