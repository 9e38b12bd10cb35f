using System.Globalization;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>A station's receptions as an iCalendar file (RFC 5545), which calendars on phones subscribe to.</summary>
public static class ReceptionFile
{
    public const string MediaType = "text/calendar; charset=utf-8";

    private const string Zone = "Asia/Shanghai";

    /// <summary>Days past that a subscriber's calendar keeps.</summary>
    private const int DaysBack = 30;

    public sealed class Handler(Database database, GetStationByCode.Handler stations, CodeAddress addresses, TimeProvider clock)
    {
        public async Task<Result<string>> HandleAsync(string code, HttpRequest request, CancellationToken ct)
        {
            var opened = await stations.HandleAsync(code, ct);
            if (opened.Refusal is { } refusal)
                return refusal;

            var (station, today) = (opened.Value.Station, ChinaTime.Today(clock));
            var receptions = await database.ReadAsync(
                connection => ReceptionReader.OfStationAsync(connection, station.Id, today.AddDays(-DaysBack), today.AddDays(ReceptionPlanner.DaysAhead)), ct);
            return Write(station, receptions, addresses.Of(opened.Value.Code, request), clock.GetUtcNow());
        }
    }

    internal static string Write(GetStationByCode.Station station, IEnumerable<Reception> receptions, string address, DateTimeOffset now)
    {
        var calendar = new Ical.Net.Calendar { ProductId = ReceptionTexts.Of("file.product"), Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", ReceptionTexts.Format("file.name", station.Name));
        calendar.AddProperty("X-WR-TIMEZONE", Zone);
        calendar.AddTimeZone(Zone);
        foreach (var reception in receptions)
            calendar.Events.Add(EventOf(station, reception, address, now));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalendarEvent EventOf(GetStationByCode.Station station, Reception reception, string address, DateTimeOffset now)
    {
        var (starts, ends) = (TimeOf(reception.Starts), TimeOf(reception.Ends));
        // A day without times lasts to the next one, exclusive.
        return new CalendarEvent
        {
            Uid = $"{reception.Id}@scandeputy",
            Summary = ReceptionTexts.Format("file.summary", station.Name),
            Description = DescriptionOf(reception, address),
            Location = station.Address,
            Url = new Uri(address),
            Start = starts is { } from ? new CalDateTime(reception.Date, from, Zone) : new CalDateTime(reception.Date),
            End = ends is { } to ? new CalDateTime(reception.Date, to, Zone) : new CalDateTime(reception.Date.AddDays(1)),
            Status = reception.Cancelled ? "CANCELLED" : "CONFIRMED",
            Sequence = reception.Sequence,
            DtStamp = new CalDateTime((reception.ChangedAt ?? now).UtcDateTime, "UTC"),
        };
    }

    private static string DescriptionOf(Reception reception, string address)
    {
        (string Key, string? Value)[] lines =
        [
            ("file.deputies", string.Join('、', reception.Deputies.Select(deputy => deputy.Name))), ("file.topic", reception.Topic), ("file.guests", reception.Guests),
            ("file.reason", reception.Reason), ("file.booking", address),
        ];
        return string.Join('\n', lines.Where(line => !string.IsNullOrEmpty(line.Value)).Select(line => ReceptionTexts.Format(line.Key, line.Value)));
    }

    private static TimeOnly? TimeOf(string? text) => text is null ? null : TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
