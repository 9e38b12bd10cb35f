using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Network.Congresses;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Templates;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>Writes what differs, in the order of the tables' references. Accounts are <see cref="StaffImport"/>'s.</summary>
internal sealed class MasterDataWriter(Upsert upsert, string jurisdiction, ImportIds ids, DistrictWriter districts, DeputyWriter deputies)
{
    public async Task WriteAsync(MasterData data)
    {
        await WritePlacesAsync(data);
        await WriteWorkAsync(data);
    }

    private async Task WritePlacesAsync(MasterData data)
    {
        await districts.WriteAsync(data.Districts);
        await upsert.RunAsync("stations", 1, data.Stations.Select(line => (IReadOnlyList<(string, object?)>)
        [
            ("id", ids.Station(line.Id)), ("reference", ids.NumberOf("stations", line.Id)), ("jurisdiction", jurisdiction), ("district", line.District), ("name", line.Name),
            ("kind", line.Kind), ("address", line.Address), ("lat", line.Lat), ("lng", line.Lng), ("cell", MapCell.CodeOf(line.Lat, line.Lng)), ("opening_hours", line.OpeningHours),
            ("active", line.Active), ("search_text", SearchText.Of(line.Name, line.Address)),
            // A file without these columns leaves them as they are.
            .. line.Row.Has("phone") ? [("phone", (object?)(line.Phone ?? ""))] : Array.Empty<(string, object?)>(),
            .. line.Haves,
        ]).Select(columns => columns.ToArray()));
        await TermSheet.WriteAsync(upsert, data.Terms, jurisdiction, ids);
        await deputies.WriteAsync(data.Deputies, jurisdiction, ids);
        await upsert.RunAsync("station_deputies", 2, data.Seats.Select(line => new (string, object?)[]
        {
            ("station_id", ids.Station(line.Station)), ("deputy_id", ids.Deputy(line.Deputy)), ("position", line.Position),
        }));
        await upsert.RunAsync("reception_days", 3, data.Receptions.Select(line => new (string, object?)[]
        {
            ("station_id", ids.Station(line.Station)), ("held_on", line.On), ("deputy_id", ids.Deputy(line.Deputy)),
        }));
        await upsert.RunAsync("reception_rules", 1, data.ReceptionRules.Select(line => new (string, object?)[]
        {
            ("id", ids.ReceptionRule(line.Id)), ("reference", ids.NumberOf("reception_rules", line.Id)), ("jurisdiction", jurisdiction), ("station_id", ids.Station(line.Station)),
            ("recurrence", line.Recurrence.Text), ("starts_on", line.StartsOn), ("times", ReceptionHours.Format(line.Hours)), ("deputies", string.Join('|', line.Deputies)),
            ("at_once", line.AtOnce), ("topic", line.Topic), ("guests", line.Guests), ("capacity", line.Capacity), ("day_off", line.DayOff),
            ("exceptions", ReceptionExceptions.Format(line.Exceptions)), ("active", line.Active),
        }));
    }

    private async Task WriteWorkAsync(MasterData data)
    {
        await AgencySheet.WriteAsync(upsert, data, jurisdiction, ids);
        await upsert.RunAsync("categories", 1, data.Categories.Select(line =>
        {
            (string Column, object? Value)[] columns = [("id", line.Id), ("jurisdiction", jurisdiction), ("name", line.Name), ("stopper", line.Stopper), ("position", line.Position)];
            (string Column, object? Value)[] others = [("active", line.Active), ("icon", line.Icon), ("retention_years", line.RetentionYears)];
            // A file without one of these columns leaves it as it is: open what is open, and closed what is closed.
            return columns.Concat(others.Where(column => line.Row.Has(column.Column))).ToArray();
        }));
        await TemplateSheet.WriteAsync(upsert, data.Templates, jurisdiction, ids);
        await AgencySheet.WriteRulesAsync(upsert, data, ids);
    }
}
