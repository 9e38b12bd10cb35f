using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.SmsSignIn;

/// <summary>The section "Limits", what concerns codes by text message: each costs money, and rings on somebody's phone.</summary>
public sealed class SmsLimitOptions
{
    /// <summary>Codes to one phone in an hour.</summary>
    public int SmsPerPhoneHour { get; set; } = 5;

    /// <summary>Codes to one phone in a day.</summary>
    public int SmsPerPhoneDay { get; set; } = 10;

    /// <summary>Codes that one client address asks for in an hour; many phones of a village stand behind a carrier's one.</summary>
    public int SmsPerAddressHour { get; set; } = 60;

    /// <summary>Codes that one client address asks for in a day.</summary>
    public int SmsPerAddressDay { get; set; } = 300;

    /// <summary>Codes of the whole program in a day: what an office is ready to pay.</summary>
    public int SmsPerDay { get; set; } = 5000;

    internal bool AreAllowed => int.Min(int.Min(SmsPerPhoneHour, SmsPerPhoneDay), int.Min(int.Min(SmsPerAddressHour, SmsPerAddressDay), SmsPerDay)) >= 0;
}

/// <summary>How many codes may be asked for.</summary>
public sealed class SmsLimits(RequestLimits limits, SmsLimitOptions options)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>All of them or none: who is refused has not used anything up.</summary>
    public async Task<Refusal?> TakeAsync(HttpContext context, string phoneHash)
    {
        RateUse[] uses =
        [
            new(new RateLimit("sms-phone-hour", options.SmsPerPhoneHour, Hour), phoneHash),
            new(new RateLimit("sms-phone-day", options.SmsPerPhoneDay, Day), phoneHash),
            limits.OfAddress(context, new RateLimit("sms-address-hour", options.SmsPerAddressHour, Hour)),
            limits.OfAddress(context, new RateLimit("sms-address-day", options.SmsPerAddressDay, Day)),
            new(new RateLimit("sms-day", options.SmsPerDay, Day), "all"),
        ];
        return await limits.TakeAsync(context, uses, null) is { } refusal ? refusal with { TextCode = "sms_limit" } : null;
    }
}
