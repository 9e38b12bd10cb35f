using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Pages.Demo;

/// <summary>The demo's people by what they are; their names say it before the number (<c>deputy-2</c>).</summary>
public static class PersonaGroups
{
    public sealed record Group(string Title, IReadOnlyList<Personas.Persona> People);

    private static readonly (Role Role, string[] Names)[] Order =
    [
        (Role.Resident, ["resident"]), (Role.Deputy, ["deputy"]), (Role.StationKeeper, ["keeper"]), (Role.CommitteeOffice, ["committee", "town"]),
        (Role.GovernmentOffice, ["government"]), (Role.AgencyHandler, ["agency"]), (Role.Supervisor, ["supervisor", "town-super"]),
        (Role.Administrator, ["admin"]), (Role.Auditor, ["auditor"]),
    ];

    public static IReadOnlyList<Group> Of(IReadOnlyList<Personas.Persona> people) =>
    [
        .. from entry in Order
           let members = people.Where(persona => entry.Names.Contains(persona.Name[..persona.Name.LastIndexOf('-')], StringComparer.Ordinal)).ToList()
           where members.Count > 0
           select new Group(Terms.Of(entry.Role), members),
    ];
}
