using System.Text.Json.Nodes;

namespace ScanDeputy.WeChat.Sandbox.Wire;

/// <summary>What goes back: JSON or a picture, always under HTTP 200.</summary>
internal sealed record WeChatAnswer(JsonObject? Json, ReadOnlyMemory<byte> Picture, int ErrCode = 0, string ErrMsg = "")
{
    /// <summary>A success without errcode, as the token and login calls answer it.</summary>
    public static WeChatAnswer Bare(JsonObject json) => new(json, default);

    public static WeChatAnswer Ok(JsonObject? more = null)
    {
        var json = new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok" };
        foreach (var (name, value) in more ?? []) json[name] = value?.DeepClone();
        return new WeChatAnswer(json, default);
    }

    public static WeChatAnswer Jpeg(byte[] picture) => new(null, picture);

    /// <summary>The writer adds the request id to the text.</summary>
    public static WeChatAnswer Error(int errCode, string? errMsg = null) => new(null, default, errCode, errMsg ?? ErrorTexts.Of(errCode));
}
