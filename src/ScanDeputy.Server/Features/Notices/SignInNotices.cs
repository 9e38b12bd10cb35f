using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>In the inbox only: whoever has taken the phone would read a message first.</summary>
public sealed class SignInNotices(NoticeWriter writer, TimeProvider clock) : ISignInNews
{
    public void TellNewDevice(WriteScope scope, string userId, string? jurisdiction, string sessionId, string device, string network)
    {
        var text = NoticeTexts.Format("newDevice", device, network);
        writer.WriteAll(scope, [new Notice(Recipient.Of(userId), NoticeKind.SignIn, text, $"sign-in/{sessionId}", clock.GetUtcNow()) { Jurisdiction = jurisdiction }], SendingHours.Default);
    }
}
