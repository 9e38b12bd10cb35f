using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>
/// 承办单位 as a file or a page says them. Whom to ask first (首问责任人) is the office's contact for its work, which the office itself gives out: no personal
/// data of a resident, so it is kept in plain text like the name of a deputy, and shown to the parties of the agency's cases only.
/// </summary>
internal static class AgencySheet
{
    public static MasterData.AgencyLine Read(ImportRow row)
    {
        var line = new MasterData.AgencyLine(
            row, row.Id("id"), row.Required("name", 100), row.District("district"), row.YesNo("active"), row.MaybePersonName("contact_name", 50), row.OfficePhone("contact_phone"));
        if (row.Has("contact_name") && row.Has("contact_phone") && line.ContactName is null != line.ContactPhone is null)
            row.Fault(line.ContactName is null ? "contact_name" : "contact_phone", "half_contact");
        return line;
    }

    public static Task WriteAsync(Upsert upsert, IReadOnlyList<MasterData.AgencyLine> lines, string jurisdiction, ImportIds ids) =>
        upsert.RunAsync("agencies", 1, lines.Select(line =>
        {
            List<(string, object?)> columns =
            [
                ("id", ids.Agency(line.Id)), ("reference", ids.NumberOf("agencies", line.Id)), ("jurisdiction", jurisdiction), ("district", line.District), ("name", line.Name),
                ("active", line.Active),
            ];
            // A file without a column leaves what is stored there.
            if (line.Row.Has("contact_name"))
                columns.Add(("contact_name", line.ContactName));
            if (line.Row.Has("contact_phone"))
                columns.Add(("contact_phone", line.ContactPhone));
            return columns.ToArray();
        }));
}
