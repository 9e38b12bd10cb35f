using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SmsSignIn;

/// <summary>What the text message says; the signature in brackets is the gateway's.</summary>
public static class SmsTexts
{
    private static readonly TextResource Texts = new(typeof(SmsTexts), "Sms");

    public static string CodeOf(string code) => Texts.Format("code", code, (int)SmsCodes.ValidFor.TotalMinutes);

    public static string InvitationOf(string userName, string link, TimeSpan validFor) => Texts.Format("invitation", userName, link, (int)validFor.TotalDays);
}
