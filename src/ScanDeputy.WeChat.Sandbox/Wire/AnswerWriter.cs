using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox.Wire;

/// <summary>Puts an answer on the wire as the platform does: status 200, a rid behind every errmsg, sns/* as text/plain.</summary>
internal static class AnswerWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpResponse response, WeChatAnswer answer, string path)
    {
        response.StatusCode = StatusCodes.Status200OK;
        if (answer.ErrCode == 0 && answer.Json is null)
        {
            response.ContentType = "image/jpeg";
            response.ContentLength = answer.Picture.Length;
            await response.Body.WriteAsync(answer.Picture);
            return;
        }

        var isSns = path.StartsWith("/sns/", StringComparison.Ordinal);
        response.ContentType = isSns ? "text/plain" : "application/json; encoding=utf-8";
        var json = answer.Json ?? new JsonObject
        {
            ["errcode"] = answer.ErrCode,
            ["errmsg"] = $"{answer.ErrMsg}{(isSns ? "," : "")} rid: {RandomText.Rid()}",
        };
        await response.WriteAsync(json.ToJsonString(Plain));
    }
}
