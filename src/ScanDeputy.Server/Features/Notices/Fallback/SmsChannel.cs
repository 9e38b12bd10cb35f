using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Notices.Fallback;

/// <summary>
/// A text message over a gateway: POST <c>{ "id", "phone", "text" }</c> with a bearer token. The id is the outbox row's and stands in
/// <c>Idempotency-Key</c> too, so that a gateway that can recognise a repetition may. The same gateway takes the codes that people sign in with.
/// </summary>
public sealed class SmsChannel(FallbackWire wire, PersonalData crypto) : ITextMessages
{
    public const string Name = "sms";

    public bool IsOn => wire.Options.SmsUrl.Length > 0;

    /// <summary>Whether notices go this way; an office may pay for codes only.</summary>
    public bool TakesNotices => IsOn && wire.Options.SmsNotices;

    public async Task<TextMessageEnd> SendAsync(string id, PhoneNumber phone, string text, CancellationToken ct) =>
        (await PostAsync(id, phone.ToString(), text, ct)).End switch
        {
            DeliveryEnd.Sent => TextMessageEnd.Taken,
            DeliveryEnd.Doubtful => TextMessageEnd.Doubtful,
            _ => TextMessageEnd.NotTaken,
        };

    internal Func<CancellationToken, Task<Delivery>> Prepare(OutgoingText text)
    {
        if (text.PhoneEncrypted is null)
            return _ => Task.FromResult(Delivery.Skipped("the recipient has no phone"));

        var phone = crypto.Decrypt(PersonalDataPurpose.Phone, text.PhoneEncrypted);
        return ct => PostAsync(text.Id, phone, text.Text, ct);
    }

    private Task<Delivery> PostAsync(string id, string phone, string text, CancellationToken ct) => wire.PostAsync(
        wire.Options.SmsUrl, new { id, phone, text }, [("Authorization", $"Bearer {wire.Options.SmsToken}"), ("Idempotency-Key", id)], _ => Delivery.Sent, ct);
}
