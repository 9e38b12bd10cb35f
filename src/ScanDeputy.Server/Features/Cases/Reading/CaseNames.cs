using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>The names around a case, read together.</summary>
public sealed class CaseNames
{
    private readonly Dictionary<string, Person> _people;

    private CaseNames(string station, string district, string category, Dictionary<string, Person> people) =>
        (Station, District, Category, _people) = (station, district, category, people);

    public string Station { get; }

    public string District { get; }

    public string Category { get; }

    public string Deputy(string id) => NameOf(id);

    public string Agency(string id) => NameOf(id);

    /// <summary>Whom to ask first at each of these agencies that has named somebody.</summary>
    public IReadOnlyList<AgencyContactView> Contacts(IEnumerable<string?> agencies) =>
    [
        .. agencies.OfType<string>().Select(id => _people.GetValueOrDefault(id) is { ContactName: { } name, ContactPhone: { } phone } agency
            ? new AgencyContactView(new Named(id, agency.Name), name, phone)
            : null).OfType<AgencyContactView>(),
    ];

    /// <summary>An office has no id: it is one per jurisdiction and goes by its role's name.</summary>
    public string Owner(StageOwner owner) => owner.Id is { } id ? NameOf(id) : Terms.Of(owner.Role);

    /// <param name="others">Agencies and deputies that are named in events only.</param>
    public static async Task<CaseNames> LoadAsync(
        DbConnection connection, CaseRow row, Case state, DbTransaction? transaction, IEnumerable<string?>? others = null)
    {
        var place = await connection.QueryFirstAsync<Place>(SelectPlace, new { state.StationId, row.District, row.CategoryId }, transaction);
        var ids = state.Stages.Select(stage => stage.Owner.Id).Append(state.DeputyId).Append(state.LeadAgencyId).Concat(state.CoAgencyIds)
            .Concat(state.CoSigners.Select(one => one.DeputyId))
            .Concat(others ?? []).OfType<string>().Distinct().ToList();
        var people = ids.Count == 0
            ? []
            : (await connection.QueryAsync<Person>(SelectPeople, new { ids }, transaction)).ToDictionary(person => person.Id, StringComparer.Ordinal);
        return new CaseNames(place.Station, place.District, place.Category, people);
    }

    private string NameOf(string id) => _people.GetValueOrDefault(id)?.Name ?? id;

    private const string SelectPlace = """
        select s.name as station, d.name as district, c.name as category
        from stations s, districts d, categories c
        where s.id = @StationId and d.code = @District and c.id = @CategoryId
        """;

    private const string SelectPeople = """
        select id, name, null as contact_name, null as contact_phone from deputies where id in @ids
        union all select id, name, contact_name, contact_phone from agencies where id in @ids
        """;

    private sealed record Place
    {
        public string Station { get; init; } = "";

        public string District { get; init; } = "";

        public string Category { get; init; } = "";
    }

    private sealed record Person
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string? ContactName { get; init; }

        public string? ContactPhone { get; init; }
    }
}
