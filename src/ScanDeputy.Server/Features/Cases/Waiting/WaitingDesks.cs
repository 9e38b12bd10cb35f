using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Waiting;

/// <summary>
/// The desks at which somebody sits, and what waits at them: <see cref="Wait.IsFor"/> as conditions on rows. A case that waits at a desk for several
/// reasons is listed once, for the most urgent.
/// </summary>
internal sealed class WaitingDesks
{
    private readonly IReadOnlyList<Desk> _desks;
    private readonly DistrictCode? _jurisdiction;

    public WaitingDesks(CurrentUser user)
    {
        // Staff of a town have of their office what lies in the town.
        var town = user.Town is null ? "" : " and {0}.town = @town";
        List<Desk> desks = [];
        if (user.Is(Role.Resident))
            desks.Add(Of(Role.Resident, "@me"));
        if (user.Is(Role.Deputy))
            desks.Add(Of(Role.Deputy, "@deputyId"));
        if (user.Is(Role.AgencyHandler))
            desks.Add(Of(Role.AgencyHandler, "@agencyId"));
        foreach (var office in (Role[])[Role.CommitteeOffice, Role.GovernmentOffice])
        {
            if (user.Is(office))
                desks.Add(Of(office, "@jurisdiction", town));
        }

        if (user.Is(Role.Supervisor))
        {
            desks.Add(Of(Role.Supervisor, "@jurisdiction", $"{town} and ({{0}}.kind <> '{WaitKind.OrderUnanswered}' or {{0}}.place < @today)"));
            desks.Add(new Desk(Role.Supervisor, $"{{0}}.jurisdiction = @jurisdiction{town} and {{0}}.of_stage = 1 and {{0}}.place < @today", "case_waits_late"));
        }

        _desks = desks;
        _jurisdiction = user.Jurisdiction is { } code ? DistrictCode.Parse(code) : null;
    }

    public IReadOnlyList<CaseScope> Scopes(Dialect dialect, CaseOrder order) =>
        [.. _desks.Select(desk => new CaseScope.Waiting(dialect, order, On(desk, "w"), desk.Index, MoreUrgent, desk.Role == Role.Resident ? null : _jurisdiction))];

    /// <summary>Whether a row, under this name, waits for the user.</summary>
    public string Mine(string alias) => _desks.Count == 0 ? "1 = 0" : $"({string.Join(" or ", _desks.Select(desk => $"({On(desk, alias)})"))})";

    private string MoreUrgent => $"(o.place < w.place or (o.place = w.place and o.kind < w.kind)) and {Mine("o")}";

    private static Desk Of(Role role, string owner, string also = "") => new(role, $"{{0}}.role = '{role}' and {{0}}.owner_id = {owner}{also}", null);

    private static string On(Desk desk, string alias) => desk.Condition.Replace("{0}", alias, StringComparison.Ordinal);

    /// <param name="Condition">On a row; {0} stands for its name.</param>
    /// <param name="Index">Along which it is found, if not by role and owner.</param>
    private sealed record Desk(Role Role, string Condition, string? Index);
}
