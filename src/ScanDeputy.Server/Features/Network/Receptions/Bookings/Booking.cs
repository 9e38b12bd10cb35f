using System.Text.Json;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

public enum BookingStatus
{
    Booked,

    /// <summary>Moves up when somebody cancels, and hears of it.</summary>
    Waiting,
    Cancelled,

    /// <summary>They came.</summary>
    Arrived,
}

/// <summary>A booking as its resident sees it.</summary>
/// <param name="Station">Its id.</param>
/// <param name="Place">Of those who wait, from 1.</param>
/// <param name="MayCancel">Until it begins.</param>
/// <param name="CaseId">What the talk became.</param>
public sealed record Booking(
    string Id, string ReceptionId, string Station, string StationName, DateOnly Date, string Starts, string Ends, BookingStatus Status, int? Place, string? Name, string? Phone, string? Subject,
    bool MayCancel, string? CaseId);

/// <summary>Who comes; encrypted where it is stored.</summary>
internal sealed record BookingContact(string? Name, string? Phone)
{
    public static string? Encrypt(PersonalData crypto, string? name, string? phone)
    {
        var contact = new BookingContact(name, PhoneNumber.Parse(phone)?.ToString());
        return contact is { Name: null, Phone: null } ? null : crypto.Encrypt(PersonalDataPurpose.Contact, JsonSerializer.Serialize(contact));
    }

    public static BookingContact Of(PersonalData crypto, string? encrypted) =>
        encrypted is null ? new BookingContact(null, null) : JsonSerializer.Deserialize<BookingContact>(crypto.Decrypt(PersonalDataPurpose.Contact, encrypted))!;
}

/// <summary>A booking as it is stored, with the time that it is for.</summary>
internal sealed record BookingRow
{
    public string Id { get; init; } = "";

    public string ReceptionId { get; init; } = "";

    public string? UserId { get; init; }

    public BookingStatus Status { get; init; }

    public string? ContactEncrypted { get; init; }

    public string? Subject { get; init; }

    public string? Note { get; init; }

    public string? CaseId { get; init; }

    public string? CaseNumber { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    public string StationId { get; init; } = "";

    public string StationName { get; init; } = "";

    public string Jurisdiction { get; init; } = "";

    public DateOnly HeldOn { get; init; }

    public string Starts { get; init; } = "";

    public string Ends { get; init; } = "";

    public int Place { get; init; }

    public bool IsOpen => Status is BookingStatus.Booked or BookingStatus.Waiting;

    public Booking ToBooking(PersonalData crypto, DateTimeOffset now)
    {
        var contact = BookingContact.Of(crypto, ContactEncrypted);
        return new Booking(
            Id, ReceptionId, StationId, StationName, HeldOn, Starts, Ends, Status, Status == BookingStatus.Waiting ? Place : null, contact.Name, contact.Phone, Subject,
            IsOpen && now < BookingTimes.Begins(HeldOn, Starts), CaseId);
    }

    /// <summary>Earlier in the list of those who wait.</summary>
    private const string PlaceColumn = """
        (select count(*) from reception_bookings w where w.reception_id = b.reception_id and w.status = 'Waiting' and w.id <= b.id) as place
        """;

    internal const string Select = $"""
        select b.id, b.reception_id, b.user_id, b.status, b.contact_encrypted, b.subject, b.note, b.case_id, b.case_number, b.arrived_at,
          r.station_id, s.name as station_name, r.jurisdiction, r.held_on, r.starts, r.ends, {PlaceColumn}
        from reception_bookings b join receptions r on r.id = b.reception_id join stations s on s.id = r.station_id
        """;
}

/// <summary>Instants that follow from a reception's day and time.</summary>
internal static class BookingTimes
{
    private static readonly TimeOnly Morning = new(9, 0);

    // As long as somebody may come back to what was said; after it nobody needs to know who came.
    private const int DaysKept = 90;

    public static DateTimeOffset Begins(DateOnly heldOn, string starts) => ChinaTime.At(heldOn, TimeOnly.ParseExact(starts, "HH:mm", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The morning before; null when that is past, since whoever books later knows.</summary>
    public static DateTimeOffset? Reminds(DateOnly heldOn, DateTimeOffset now) => ChinaTime.At(heldOn.AddDays(-1), Morning) is var at && at > now ? at : null;

    public static DateTimeOffset Forgets(DateOnly heldOn) => ChinaTime.StartOf(heldOn.AddDays(DaysKept));
}
