using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>Refusals about bookings.</summary>
public sealed class BookingErrors : IErrorCodes
{
    /// <summary>Nobody needs to book, or the day has no times.</summary>
    public const string NotBookable = "reception_not_bookable";
    public const string Over = "reception_over";
    public const string Cancelled = "reception_cancelled";
    public const string BookedThatDay = "booked_that_day";

    /// <summary>The list of those who wait is full as well.</summary>
    public const string Full = "reception_full";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [NotBookable] = Status409Conflict,
        [Over] = Status409Conflict,
        [Cancelled] = Status409Conflict,
        [BookedThatDay] = Status409Conflict,
        [Full] = Status409Conflict,
    };
}
