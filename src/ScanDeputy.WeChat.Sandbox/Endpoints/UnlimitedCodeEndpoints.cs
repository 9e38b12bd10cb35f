using ScanDeputy.WeChat.Sandbox.Pictures;
using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>POST /wxa/getwxacodeunlimit: a picture that carries a page and a scene of 1 to 32 characters.</summary>
internal static class UnlimitedCodeEndpoints
{
    public static readonly WeChatRoute[] Routes = [new("POST", "/wxa/getwxacodeunlimit", GetCode)];

    private static WeChatAnswer GetCode(WeChatCall call)
    {
        var body = call.Body;
        if (body.Text("scene") is not { Length: > 0 and <= 32 } scene) return WeChatAnswer.Error(40169);
        if (!scene.All(SceneCharacters.IsAllowed)) return WeChatAnswer.Error(40129);
        if (scene.Contains("scancode_time", StringComparison.Ordinal)) return WeChatAnswer.Error(85096);
        if (body.Text("env_version") is not (null or "release" or "trial" or "develop")) return WeChatAnswer.Error(40097);
        var page = body.Text("page");
        if (page is not null && !IsGoodPage(call.State, page, body.Flag("check_path") ?? true)) return WeChatAnswer.Error(41030);
        // What WeChat does with a width out of range is not written; here it is brought into range.
        var width = Math.Clamp(body.Number("width") ?? 430, 280, 1280);
        return WeChatAnswer.Jpeg(CodePicture.Draw(ScanText(call.State, page, scene), width));
    }

    /// <summary>What a scanner reads: the page and the scene as the mini-program would get them.</summary>
    private static string ScanText(SandboxState state, string? page, string scene) =>
        $"{page ?? state.Options.ReleasedPages.FirstOrDefault()}?scene={Uri.EscapeDataString(scene)}";

    private static bool IsGoodPage(SandboxState state, string page, bool checkPath) =>
        page is [not '/', ..] && !page.Contains('?', StringComparison.Ordinal) && (!checkPath || state.IsReleased(page));
}
