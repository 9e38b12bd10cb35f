using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>Who must be in a case, by persona number from 0; null leaves it to the dice.</summary>
internal sealed record Wish(int? Deputy = null, int? Lead = null, int? Resident = null, bool WalkIn = false);

/// <summary>Finds a place and people for each case. A persona's case is at the first station, everybody else's anywhere else.</summary>
internal sealed class SceneCasting(
    SeedDistricts districts, IReadOnlyList<SeedStation> stations, IReadOnlyList<SeedDeputy> deputies, SeedAgencies agencies, SeedPeople people)
{
    private const int PersonaResidents = 3;

    private readonly Dice _dice = new(200);
    private readonly PersonNames _visitors = new(201);
    private readonly ILookup<string, SeedDeputy> _placed = deputies.ToLookup(deputy => deputy.StationId, StringComparer.Ordinal);

    public SeedPeople People => people;

    public CaseScene Cast(Wish wish, DateOnly today)
    {
        var station = wish.Deputy is null ? OtherStation() : stations[0];
        var deputy = wish.Deputy is { } persona ? deputies[persona] : _dice.Of([.. _placed[station.Id]]);
        return Cast(wish, station, deputy, CategoryFor(wish, station), null, today);
    }

    /// <summary>Somebody else reports the same matter.</summary>
    public CaseScene CastSameMatter(CaseScene leading, DateOnly today) =>
        Cast(new Wish(), leading.Station, leading.Deputy, leading.Category, leading, today);

    private CaseScene Cast(Wish wish, SeedStation station, SeedDeputy deputy, SeedCategory category, CaseScene? leading, DateOnly today)
    {
        var town = station.Town ?? _dice.Of(districts.Towns);
        var written = new CaseText(_dice, category, town);
        var lead = agencies.LeadFor(station.District, category.Id);
        var contact = wish.WalkIn || _dice.Chance(45) ? (_visitors.Next(), $"1390003{_dice.Below(10_000):D4}") : ((string, string)?)null;
        return new CaseScene(_dice)
        {
            Station = station,
            Deputy = deputy,
            Category = category,
            ReporterId = ReporterFor(wish),
            IsWalkIn = wish.WalkIn,
            Place = leading?.Place ?? written.Place,
            Problem = leading?.Problem ?? written.Problem,
            Text = written.Text,
            Address = leading?.Address ?? written.Address,
            Lat = Near(town.Lat),
            Lng = Near(town.Lng),
            Contact = contact,
            ShareWithAgency = contact is not null && _dice.Chance(50),
            IsPublic = _dice.Chance(60),
            LeadAgencyId = lead,
            OtherAgencyId = OtherThan(lead, town),
            PromisedOn = today.AddDays(25 + _dice.Below(60)),
            MergesInto = leading,
        };
    }

    private SeedStation OtherStation()
    {
        while (true)
        {
            var station = _dice.Of(stations);
            if (station != stations[0] && _placed[station.Id].Any())
                return station;
        }
    }

    private SeedCategory CategoryFor(Wish wish, SeedStation station)
    {
        while (true)
        {
            // Small things at the door are most of what is reported.
            var category = CategoryCatalog.All[_dice.Chance(60) ? _dice.Below(8) : _dice.Below(CategoryCatalog.All.Count)];
            if (wish.Lead is not { } agency || agencies.LeadFor(station.District, category.Id) == agencies.All[agency].Id)
                return category;
        }
    }

    private string ReporterFor(Wish wish) => wish switch
    {
        { WalkIn: true } => people.Offices[Role.StationKeeper],
        { Resident: { } persona } => people.Residents[persona],
        _ => people.Residents[PersonaResidents + _dice.Below(people.Residents.Count - PersonaResidents)],
    };

    private string OtherThan(string lead, SeedTown town)
    {
        var townOffice = agencies.All[AgencySeed.Bureaus.Count + districts.Towns.ToList().IndexOf(town)].Id;
        return townOffice == lead ? agencies.All[AgencySeed.NaturalResources].Id : townOffice;
    }

    private double Near(double degrees) => Math.Round(degrees + ((_dice.Fraction() - 0.5) * 0.04), 6);
}
