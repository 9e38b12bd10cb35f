using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>Writes what differs, in the order of the tables' references. Accounts are <see cref="StaffImport"/>'s.</summary>
internal sealed class MasterDataWriter(Upsert upsert, string jurisdiction, ImportIds ids)
{
    public async Task WriteAsync(MasterData data)
    {
        await WritePlacesAsync(data);
        await WriteWorkAsync(data);
    }

    private async Task WritePlacesAsync(MasterData data)
    {
        foreach (var line in data.Districts.OrderBy(line => line.Code, StringComparer.Ordinal))
        {
            var code = DistrictCode.Parse(line.Code);
            var parent = code.Level <= DistrictLevel.Province ? null : code.Parent;
            await upsert.RunAsync("districts", 1, ("code", line.Code), ("name", line.Name), ("level", code.Level), ("parent", parent), ("search_text", SearchText.Of(line.Name)));
        }

        foreach (var line in data.Stations)
        {
            await upsert.RunAsync(
                "stations", 1, ("id", ids.Station(line.Id)), ("reference", ids.NumberOf("stations", line.Id)), ("jurisdiction", jurisdiction), ("district", line.District), ("name", line.Name),
                ("kind", line.Kind), ("address", line.Address), ("lat", line.Lat), ("lng", line.Lng), ("cell", MapCell.CodeOf(line.Lat, line.Lng)), ("opening_hours", line.OpeningHours), ("active", line.Active),
                ("search_text", SearchText.Of(line.Name, line.Address)));
        }

        foreach (var line in data.Deputies)
        {
            await upsert.RunAsync(
                "deputies", 1, ("id", ids.Deputy(line.Id)), ("reference", ids.NumberOf("deputies", line.Id)), ("jurisdiction", jurisdiction), ("district", line.District), ("name", line.Name),
                ("level", line.Level), ("photo_url", line.PhotoUrl), ("pledge", line.Pledge), ("term", line.Term), ("active", line.Active));
        }

        foreach (var line in data.Seats)
        {
            await upsert.RunAsync(
                "station_deputies", 2, ("station_id", ids.Station(line.Station)), ("deputy_id", ids.Deputy(line.Deputy)),
                ("position", line.Position));
        }

        foreach (var line in data.Receptions)
        {
            await upsert.RunAsync(
                "reception_days", 3, ("station_id", ids.Station(line.Station)), ("held_on", line.On),
                ("deputy_id", ids.Deputy(line.Deputy)));
        }

        foreach (var line in data.ReceptionRules)
        {
            await upsert.RunAsync(
                "reception_rules", 1, ("id", ids.ReceptionRule(line.Id)), ("reference", ids.NumberOf("reception_rules", line.Id)), ("jurisdiction", jurisdiction),
                ("station_id", ids.Station(line.Station)), ("recurrence", line.Recurrence.Text), ("starts_on", line.StartsOn), ("times", ReceptionHours.Format(line.Hours)),
                ("deputies", string.Join('|', line.Deputies)), ("at_once", line.AtOnce), ("topic", line.Topic), ("guests", line.Guests), ("capacity", line.Capacity),
                ("day_off", line.DayOff), ("exceptions", ReceptionExceptions.Format(line.Exceptions)), ("active", line.Active));
        }
    }

    private async Task WriteWorkAsync(MasterData data)
    {
        foreach (var line in data.Agencies)
        {
            await upsert.RunAsync(
                "agencies", 1, ("id", ids.Agency(line.Id)), ("reference", ids.NumberOf("agencies", line.Id)), ("jurisdiction", jurisdiction), ("district", line.District), ("name", line.Name),
                ("active", line.Active));
        }

        foreach (var line in data.Categories)
        {
            (string, object?)[] columns = [("id", line.Id), ("jurisdiction", jurisdiction), ("name", line.Name), ("stopper", line.Stopper), ("position", line.Position)];
            // A file without the column leaves open what is open, and closed what is closed.
            await upsert.RunAsync("categories", 1, line.Row.Has("active") ? [.. columns, ("active", line.Active)] : columns);
        }

        foreach (var line in data.Rules)
            await upsert.RunAsync("agency_rules", 2, ("district", line.District), ("category_id", line.Category), ("agency_id", ids.Agency(line.Agency)));
    }
}
