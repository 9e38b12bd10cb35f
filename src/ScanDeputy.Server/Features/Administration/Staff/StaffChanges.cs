using System.Globalization;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>What the audit line of a change says: each field, from what to what; names and numbers of people masked.</summary>
internal static class StaffChanges
{
    private const string Nothing = "（无）";

    public static string Of(StaffView? before, StaffView after) => string.Join(
        '；', Values(after).Zip(before is null ? Enumerable.Repeat(("", Nothing), 8) : Values(before))
            .Where(pair => pair.First.Value != pair.Second.Item2)
            .Select(pair => before is null ? $"{pair.First.Label}：{Shown(pair.First)}" : $"{pair.First.Label}：{Shown((pair.First.Label, pair.Second.Item2))} → {Shown(pair.First)}"));

    private static IReadOnlyList<(string Label, string Value)> Values(StaffView account) =>
    [
        (Label("name"), account.Name ?? Nothing),
        (Label("phone"), account.Phone ?? Nothing),
        (Label("roles"), string.Join('、', account.Roles.Select(role => Terms.Of(role)))),
        (SheetDefinition.Deputies.Title, account.Deputy?.Name ?? Nothing),
        (SheetDefinition.Agencies.Title, account.Agency?.Name ?? Nothing),
        (SheetDefinition.Stations.Title, account.Stations.Count > 0 ? string.Join('、', account.Stations.Select(station => station.Name)) : Nothing),
        (Label("supervisor_level"), account.SupervisorLevel?.ToString(CultureInfo.InvariantCulture) ?? Nothing),
        (Label("town"), account.Town?.Name ?? Nothing),
    ];

    private static string Shown((string Label, string Value) field) => field.Value == Nothing ? Nothing
        : field.Label == Label("name") ? Masks.Name(field.Value)
        : field.Label == Label("phone") ? Masks.Phone(field.Value)
        : field.Value;

    private static string Label(string column) => SheetDefinition.Staff.LabelOf(column);
}
