using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>The codes on the doors: every station has one that opens it, some have an old one in its grace time, one was taken back.</summary>
internal static class CodeSeed
{
    private static readonly string[] Placements = ["门口", "大厅", "海报"];

    public static async Task RunAsync(Seeding seeding, IReadOnlyList<SeedStation> stations)
    {
        var dice = new Dice(108);
        var issuedAt = seeding.Now.AddDays(-150);
        using var insert = seeding.Insert(
            "station_codes", "code", "station_id", "placement", "status", "issued_at", "grace_until", "revoked_at", "revoke_reason");
        for (var i = 0; i < stations.Count; i++)
        {
            var id = stations[i].Id;
            for (var placement = 0; placement <= i % 3; placement++)
                await insert.RunAsync(NewCode(dice), id, Placements[placement], CodeStatus.Active, issuedAt, null, null, null);

            // An old poster still opens the station for a while after it was replaced.
            if (i % 6 == 2)
            {
                await insert.RunAsync(NewCode(dice), id, "海报", CodeStatus.Rotated, issuedAt, seeding.Now.AddDays(20 + i), null, null);
                await insert.RunAsync(NewCode(dice), id, "海报", CodeStatus.Active, seeding.Now.AddDays(-10), null, null, null);
            }

            if (i == 7)
                await insert.RunAsync(NewCode(dice), id, "门口", CodeStatus.Revoked, issuedAt, null, seeding.Now.AddDays(-30), "站牌丢失，停用旧码");
        }
    }

    private static string NewCode(Dice dice) => StationCode.Create(dice.Bytes()).ToString();
}
