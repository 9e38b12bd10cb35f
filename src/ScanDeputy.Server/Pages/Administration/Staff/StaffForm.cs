using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Administration.Staff;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>The fields of an account, as they are posted.</summary>
public sealed class StaffForm
{
    public string? Key { get; set; }

    public int? Version { get; set; }

    public string? UserName { get; set; }

    public string? Name { get; set; }

    public string? Phone { get; set; }

    public string[] Roles { get; set; } = [];

    public string? Deputy { get; set; }

    public string? Agency { get; set; }

    public string[] Stations { get; set; } = [];

    public string? SupervisorLevel { get; set; }

    public string? Town { get; set; }

    public bool FirstPassword { get; set; }

    public static StaffForm Of(StaffView account) => new()
    {
        Version = account.Version,
        UserName = account.UserName,
        Name = account.Name,
        Phone = account.Phone,
        Roles = [.. account.Roles.Select(role => role.ToString())],
        Deputy = account.Deputy?.Id,
        Agency = account.Agency?.Id,
        Stations = [.. account.Stations.Select(station => station.Id)],
        SupervisorLevel = account.SupervisorLevel?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Town = account.Town?.Id,
    };

    public AdministerStaff.Creation ToCreation()
    {
        var draft = ToDraft();
        return new AdministerStaff.Creation(
            UserName, draft.Name, draft.Phone, draft.Roles, draft.Deputy, draft.Agency, draft.Stations, draft.SupervisorLevel, draft.Town, FirstPassword);
    }

    public StaffDraft ToDraft() => new(
        Name, Phone, [.. StaffChoices.Roles.Where(role => Roles.Contains(role.Code, StringComparer.Ordinal)).Select(role => Enum.Parse<Role>(role.Code))], Deputy, Agency, [.. Stations.Where(station => !string.IsNullOrWhiteSpace(station))],
        int.TryParse(SupervisorLevel, System.Globalization.CultureInfo.InvariantCulture, out var level) ? level : null, Town);
}

/// <summary>The form of an account, for the partial <c>_StaffForm</c>.</summary>
/// <param name="IsNew">Asks for the user name and whether a first password is made.</param>
public sealed record StaffFormView(FormErrors Errors, StaffForm Form, StaffChoices.Lists Lists, string Key, string Action, bool IsNew);
