using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Notices.Fallback;

/// <summary>
/// A text message over a gateway: POST <c>{ "id", "phone", "text" }</c> with a bearer token. The id is the outbox row's and stands in
/// <c>Idempotency-Key</c> too, so that a gateway that can recognise a repetition may.
/// </summary>
public sealed class SmsChannel(FallbackWire wire, PersonalData crypto)
{
    public const string Name = "sms";

    public bool IsOn => wire.Options.SmsUrl.Length > 0;

    internal Func<CancellationToken, Task<Delivery>> Prepare(OutgoingText text)
    {
        if (text.PhoneEncrypted is null)
            return _ => Task.FromResult(Delivery.Skipped("the recipient has no phone"));

        var phone = crypto.Decrypt(PersonalDataPurpose.Phone, text.PhoneEncrypted);
        return ct => wire.PostAsync(
            wire.Options.SmsUrl, new { id = text.Id, phone, text = text.Text },
            [("Authorization", $"Bearer {wire.Options.SmsToken}"), ("Idempotency-Key", text.Id)], _ => Delivery.Sent, ct);
    }
}
