using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>Roles that wait for confirmation, in words.</summary>
public static class RoleWords
{
    public static string Of(ConfirmRoles.Item item) => item.Opens
        ? string.Join('、', item.ProposedRoles.Select(role => Terms.Of(role)))
        : $"{string.Join('、', item.Roles.Select(role => Terms.Of(role)))} → {string.Join('、', item.ProposedRoles.Select(role => Terms.Of(role)))}";
}
