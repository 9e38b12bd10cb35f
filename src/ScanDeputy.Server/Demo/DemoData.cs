using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Demo.Seed;
using ScanDeputy.Server.Demo.Seed.Scenes;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Demo;

/// <summary>
/// Fills an empty database with the demo of 罗庄区: real districts, invented people, two hundred matters in every state, all before
/// the clock's now; and with 兰山区 beside it. The same each time but for dates and random ids. One transaction: an interrupted first start leaves nothing behind.
/// It writes the tables of every slice, which nothing else may.
/// </summary>
public sealed class DemoData(Database database, PersonalData crypto, TimeProvider clock, IHostEnvironment environment)
{
    public const string Jurisdiction = "371311";
    public const string NumberPrefix = "LZ";

    /// <summary>Of every persona; the demo's own, printed where the demo is described.</summary>
    public const string Password = "scandeputy-demo";

    /// <exception cref="InvalidOperationException">In Production, which must never hold invented people with a known password.</exception>
    public Task SeedAsync(CancellationToken ct) => environment.IsProduction()
        ? throw new InvalidOperationException("Demo data are never written in Production.")
        : database.WriteAsync(SeedIfEmptyAsync, ct);

    private async Task<bool> SeedIfEmptyAsync(WriteScope scope)
    {
        if (await scope.FirstOrDefaultAsync<string>("select code from jurisdictions") is not null)
            return false;

        var seeding = new Seeding(scope, crypto, WorkingCalendar.Published, clock.GetUtcNow());
        var districts = await DistrictSeed.RunAsync(seeding);
        var stations = await StationSeed.RunAsync(seeding, districts);
        await CodeSeed.RunAsync(seeding, stations);
        var deputies = await DeputySeed.RunAsync(seeding, districts, stations);
        await ConstituencySeed.RunAsync(seeding, districts);
        await ReceptionSeed.RunAsync(seeding, stations, deputies);
        var agencies = await AgencySeed.RunAsync(seeding, districts);
        var people = await AccountSeed.RunAsync(seeding, stations, deputies, agencies);
        await NeighbourSeed.RunAsync(seeding);
        await new CaseSeed(seeding, new SceneCasting(districts, stations, deputies, agencies, people)).RunAsync();
        return true;
    }
}
