using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>POST /wxa/business/getuserphonenumber: a code of the phone button (not of wx.login) for the number, once.</summary>
internal static class PhoneEndpoints
{
    public static readonly WeChatRoute[] Routes = [new("POST", "/wxa/business/getuserphonenumber", GetPhoneNumber)];

    private static WeChatAnswer GetPhoneNumber(WeChatCall call)
    {
        if (!call.Body.IsJson) return WeChatAnswer.Error(call.Body.IsEmpty ? 44002 : 47001);
        var code = call.Body.Text("code");
        var state = call.State.PhoneCodes.Take(code, out var openId);
        var otherUser = call.Body.Text("openid") is { } asked && !string.Equals(asked, openId, StringComparison.Ordinal);
        if (state != CodeState.Good || otherUser) return WeChatAnswer.Error(40029, $"invalid code hint: [{RandomText.Letters(10)}]");
        var number = call.State.Users.Find(openId)?.Phone;
        return number is null ? WeChatAnswer.Error(40029) : Answer(call.State, number);
    }

    private static WeChatAnswer Answer(SandboxState state, string number) => WeChatAnswer.Ok(new JsonObject
    {
        ["phone_info"] = new JsonObject
        {
            ["phoneNumber"] = number,
            ["purePhoneNumber"] = number,
            ["countryCode"] = state.Options.CountryCodeAsNumber ? JsonValue.Create(86) : JsonValue.Create("86"),
            ["watermark"] = new JsonObject { ["timestamp"] = state.UnixSeconds, ["appid"] = state.Options.AppId },
        },
    });
}
