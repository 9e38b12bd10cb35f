using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Demo;

/// <summary>The demo's people by what they are; their names begin with it (<c>deputy-2</c>).</summary>
public static class PersonaGroups
{
    public sealed record Group(string Title, IReadOnlyList<Personas.Persona> People);

    private static readonly (string Start, Role Role)[] Order =
    [
        ("resident", Role.Resident), ("deputy", Role.Deputy), ("keeper", Role.StationKeeper), ("committee", Role.CommitteeOffice),
        ("government", Role.GovernmentOffice), ("agency", Role.AgencyHandler), ("supervisor", Role.Supervisor),
        ("admin", Role.Administrator), ("auditor", Role.Auditor),
    ];

    public static IReadOnlyList<Group> Of(IReadOnlyList<Personas.Persona> people) =>
    [
        .. from entry in Order
           let members = people.Where(persona => persona.Name.Split('-')[0] == entry.Start).ToList()
           where members.Count > 0
           select new Group(Terms.Of(entry.Role), members),
    ];
}
