namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>How one attempt to deliver ended.</summary>
internal enum DeliveryEnd
{
    Sent,

    /// <summary>There is no such way to this recipient.</summary>
    Skipped,

    /// <summary>No, and the same will be answered no again.</summary>
    Refused,

    /// <summary>It may have gone out although no answer came; sending again would risk a double.</summary>
    Doubtful,

    /// <summary>It certainly did not go out; later it may.</summary>
    Again,
}

/// <param name="Why">For the monitor; holds nothing personal and no address.</param>
internal sealed record Delivery(DeliveryEnd End, string? Why)
{
    /// <summary>The person has agreed to no message of this template, or to no more.</summary>
    public bool NotSubscribed { get; init; }

    /// <summary>As WeChat calls the message that it took; null where nobody named it.</summary>
    public long? MessageId { get; init; }

    public static Delivery Sent { get; } = new(DeliveryEnd.Sent, null);

    public static Delivery Skipped(string why) => new(DeliveryEnd.Skipped, why);

    public static Delivery Refused(string why) => new(DeliveryEnd.Refused, why);

    public static Delivery Doubtful(string why) => new(DeliveryEnd.Doubtful, why);

    public static Delivery Again(string why) => new(DeliveryEnd.Again, why);
}

/// <summary>A notice as plain text, for ways that know no templates.</summary>
/// <param name="Id">The outbox row's.</param>
internal sealed record OutgoingText(string Id, string Text, string? PhoneEncrypted);
