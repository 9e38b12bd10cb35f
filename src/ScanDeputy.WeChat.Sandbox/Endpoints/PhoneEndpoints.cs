using System.Globalization;
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
        var user = call.State.Users.Find(openId);
        return user?.Phone is { } number ? Answer(call.State, number, user.CountryCode) : WeChatAnswer.Error(40029);
    }

    private static WeChatAnswer Answer(SandboxState state, string number, string? country)
    {
        var info = new JsonObject
        {
            // Only a number of another country has its country in front.
            ["phoneNumber"] = country is null or "86" ? number : $"+{country}{number}",
            ["purePhoneNumber"] = number,
            ["watermark"] = new JsonObject { ["timestamp"] = state.UnixSeconds, ["appid"] = state.Options.AppId },
        };
        if (country is not null)
            info["countryCode"] = state.Options.CountryCodeAsNumber ? JsonValue.Create(int.Parse(country, CultureInfo.InvariantCulture)) : JsonValue.Create(country);
        return WeChatAnswer.Ok(new JsonObject { ["phone_info"] = info });
    }
}
