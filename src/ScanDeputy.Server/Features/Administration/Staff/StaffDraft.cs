using System.Globalization;
using FluentValidation;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>What an administrator says of an account; everything anew at each change.</summary>
/// <param name="Phone">A mainland mobile. Who has one and no password binds it in WeChat, or signs in by text message.</param>
/// <param name="Deputy">Of a deputy's account: the deputy's number or id. The same for <paramref name="Agency"/> and each of <paramref name="Stations"/>.</param>
/// <param name="Town">A town's code for those who have to do with its matters only.</param>
public record StaffDraft(
    string? Name, string? Phone, IReadOnlyList<Role>? Roles, string? Deputy, string? Agency, IReadOnlyList<string>? Stations, int? SupervisorLevel, string? Town)
{
    public static StaffDraft Of(StaffView account) => new(
        account.Name, account.Phone, account.Roles, account.Deputy?.Id, account.Agency?.Id, [.. account.Stations.Select(station => station.Id)], account.SupervisorLevel, account.Town?.Id);

    /// <summary>False for an account that waits until another person has confirmed its roles.</summary>
    internal bool Opens { get; init; } = true;

    /// <summary>As one row of the import's file: what may be written has one truth.</summary>
    public IReadOnlyDictionary<string, string> Columns(string userName) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["user_name"] = userName,
        ["name"] = Name?.Trim() ?? "",
        ["phone"] = Phone?.Trim() ?? "",
        ["roles"] = string.Join('|', Roles!),
        ["deputy"] = Deputy?.Trim() ?? "",
        ["agency"] = Agency?.Trim() ?? "",
        ["station"] = string.Join('|', Stations ?? []),
        ["supervisor_level"] = SupervisorLevel?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["active"] = Opens ? "" : "0",
        ["town"] = Town?.Trim() ?? "",
    };

    public sealed class Validator : AbstractValidator<StaffDraft>
    {
        public Validator() => RuleFor(draft => draft.Roles).NotEmpty().WithMessage(_ => ErrorTexts.Detail("field_role_needed"));
    }
}
