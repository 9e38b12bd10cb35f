using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>Accounts by what they are for; user ids throughout.</summary>
internal sealed record SeedPeople(
    IReadOnlyList<string> Residents, IReadOnlyDictionary<string, string> OfDeputies, IReadOnlyDictionary<string, string> OfAgencies,
    IReadOnlyDictionary<Role, string> Offices, IReadOnlyList<string> Supervisors);

/// <summary>The personas, who can sign in by name or by WeChat, and everybody else, who has only an account.</summary>
internal static class AccountSeed
{
    // Residents who are nobody's persona: their matters are there, they are not.
    private const int PlainResidents = 26;

    public static async Task<SeedPeople> RunAsync(
        Seeding seeding, IReadOnlyList<SeedStation> stations, IReadOnlyList<SeedDeputy> deputies, SeedAgencies agencies)
    {
        using var writer = new AccountWriter(seeding, DemoData.Jurisdiction);
        var names = new PersonNames(17);
        var personas = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (persona, i) in Personas(stations, deputies, agencies, names).Select((persona, i) => (persona, i)))
            personas[persona.UserName!] = await writer.WriteAsync(persona with { Phone = $"139000000{i + 1:D2}" });

        var residents = Enumerable.Range(1, 3).Select(i => personas[$"resident-{i}"]).ToList();
        for (var i = 0; i < PlainResidents; i++)
            residents.Add(await writer.WriteAsync(new SeedPerson(Role.Resident, names.Next())));

        var ofDeputies = deputies.Take(StationSeed.FirstStationSeats).Select((deputy, i) => (deputy.Id, personas[$"deputy-{i + 1}"]))
            .ToDictionary(StringComparer.Ordinal);
        foreach (var deputy in deputies.Skip(StationSeed.FirstStationSeats))
            ofDeputies[deputy.Id] = await writer.WriteAsync(new SeedPerson(Role.Deputy, deputy.Name) { DeputyId = deputy.Id, Phone = $"1390001{ofDeputies.Count:D4}" });

        var ofAgencies = agencies.All.Take(3).Select((agency, i) => (agency.Id, personas[$"agency-{i + 1}"])).ToDictionary(StringComparer.Ordinal);
        foreach (var agency in agencies.All.Skip(3))
            ofAgencies[agency.Id] = await writer.WriteAsync(new SeedPerson(Role.AgencyHandler, names.Next()) { AgencyId = agency.Id, Phone = $"1390002{ofAgencies.Count:D4}" });

        // Of the town of the personas' own station; drawn last, so that everybody else is who they were.
        var town = stations[0].Town!;
        SeedPerson[] ofTown =
        [
            new(Role.CommitteeOffice, $"{town.Name} {names.Next()}") { UserName = "town-1", Town = town.Code, Phone = "13900000041" },
            new(Role.Supervisor, $"{town.Name} {names.Next()}") { UserName = "town-super-1", SupervisorLevel = 1, Town = town.Code, Phone = "13900000042" },
        ];
        foreach (var person in ofTown)
            await writer.WriteAsync(person);

        var offices = new Dictionary<Role, string>
        {
            [Role.StationKeeper] = personas["keeper-1"],
            [Role.CommitteeOffice] = personas["committee-1"],
            [Role.GovernmentOffice] = personas["government-1"],
        };
        return new SeedPeople(residents, ofDeputies, ofAgencies, offices, [.. Enumerable.Range(1, 3).Select(level => personas[$"supervisor-{level}"])]);
    }

    private static IEnumerable<SeedPerson> Personas(
        IReadOnlyList<SeedStation> stations, IReadOnlyList<SeedDeputy> deputies, SeedAgencies agencies, PersonNames names)
    {
        for (var i = 0; i < 3; i++)
            yield return new SeedPerson(Role.Resident, names.Next()) { UserName = $"resident-{i + 1}" };
        for (var i = 0; i < 3; i++)
            yield return new SeedPerson(Role.Deputy, deputies[i].Name) { UserName = $"deputy-{i + 1}", DeputyId = deputies[i].Id };
        yield return new SeedPerson(Role.StationKeeper, names.Next()) { UserName = "keeper-1", StationId = stations[0].Id };
        yield return new SeedPerson(Role.CommitteeOffice, names.Next()) { UserName = "committee-1" };
        yield return new SeedPerson(Role.GovernmentOffice, names.Next()) { UserName = "government-1" };
        for (var i = 0; i < 3; i++)
            yield return new SeedPerson(Role.AgencyHandler, names.Next()) { UserName = $"agency-{i + 1}", AgencyId = agencies.All[i].Id };
        for (var level = 1; level <= 3; level++)
            yield return new SeedPerson(Role.Supervisor, names.Next()) { UserName = $"supervisor-{level}", SupervisorLevel = level };
        yield return new SeedPerson(Role.Administrator, names.Next()) { UserName = "admin-1" };
        yield return new SeedPerson(Role.Auditor, names.Next()) { UserName = "auditor-1" };
    }

    private static Dictionary<string, string> ToDictionary(this IEnumerable<(string Key, string Value)> pairs, StringComparer comparer) =>
        pairs.ToDictionary(pair => pair.Key, pair => pair.Value, comparer);
}
