using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Deputies;

/// <summary>Writes deputies that a file or a page says. A phone is encrypted anew each time, so that it is compared as it is read.</summary>
internal sealed class DeputyWriter(WriteScope scope, Upsert upsert, PersonalData crypto)
{
    private const int AtOnce = 500;

    public async Task WriteAsync(IReadOnlyList<MasterData.DeputyLine> lines, string jurisdiction, ImportIds ids)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in lines.Where(line => line.Row.Has("phone")).Select(line => ids.Deputy(line.Id)).Chunk(AtOnce))
        {
            foreach (var (id, phone) in await scope.ListAsync<(string, string)>("select id, phone_encrypted from deputies where id in @some and phone_encrypted is not null", new { some }))
                known[id] = phone;
        }

        await upsert.RunAsync("deputies", 1, lines.Select(line => ColumnsOf(line, jurisdiction, ids, known)));
    }

    private (string, object?)[] ColumnsOf(MasterData.DeputyLine line, string jurisdiction, ImportIds ids, Dictionary<string, string> known)
    {
        var id = ids.Deputy(line.Id);
        List<(string, object?)> columns =
        [
            ("id", id), ("reference", ids.NumberOf("deputies", line.Id)), ("jurisdiction", jurisdiction), ("district", line.District), ("name", line.Name),
            ("level", line.Level), ("photo_url", line.PhotoUrl), ("pledge", line.Pledge), ("term", line.Term), ("active", line.Active),
            // Those of the columns that the file has.
            .. line.Others,
        ];
        if (line.Row.Has("phone"))
            columns.Add(("phone_encrypted", PhoneOf(line.Phone, known.GetValueOrDefault(id))));
        return [.. columns];
    }

    private string? PhoneOf(string? said, string? stored) => said is null ? null
        : stored is not null && crypto.DecryptOrNull(PersonalDataPurpose.Phone, stored) == said ? stored
        : crypto.Encrypt(PersonalDataPurpose.Phone, said);
}
