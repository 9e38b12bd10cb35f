using System.Text.Json;
using System.Text.Json.Serialization;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages.Kept;

/// <summary>
/// A form that was sent when its session was over or somebody else's: where it goes and what was typed, carried through signing in by the
/// pages themselves. Nothing of it is stored.
/// </summary>
/// <param name="Action">An address of this site.</param>
/// <param name="Fields">Without passwords and without the token of the old session; photos cannot be carried.</param>
public sealed record KeptForm(string Action, IReadOnlyList<KeptForm.Field> Fields)
{
    /// <summary>The hidden field that carries it.</summary>
    public const string Name = "kept";

    private static readonly string[] SignInAndOut = ["/login", "/logout", "/sandbox", SignInGate.PasswordPage, SignInGate.SecondFactorPage];

    private static readonly string[] NeverKept = ["__RequestVerificationToken", "password", "oldPassword", "newPassword", "again", "totp", "pending", Name];

    public sealed record Field(string Name, string Value);

    /// <summary>What people typed, to be read and copied; numbers and choices mean nothing without their form.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Texts => [.. Fields.Select(posted => posted.Value).Where(IsText)];

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <returns>Null when nothing was typed that could be sent again: forms that sign in or out carry what they carried.</returns>
    public static KeptForm? Of(HttpRequest request, IFormCollection form)
    {
        if (form.TryGetValue(Name, out var carried))
            return Parse(carried);
        if (SignInAndOut.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
            return null;

        return new KeptForm(request.Path + request.QueryString, [.. FieldsOf(form)]);
    }

    /// <returns>Null when it is none of ours.</returns>
    public static KeptForm? Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return null;

        try
        {
            return JsonSerializer.Deserialize<KeptForm>(json) is { Action: { } action, Fields: { } fields } kept && IsOurs(action)
                && fields.All(field => field is { Name: not null, Value: not null }) ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static IReadOnlyList<string> TextsOf(IFormCollection form) => [.. FieldsOf(form).Select(field => field.Value).Where(IsText)];

    private static IEnumerable<Field> FieldsOf(IFormCollection form) =>
        from entry in form
        where !NeverKept.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)
        from value in entry.Value
        where !string.IsNullOrEmpty(value)
        select new Field(entry.Key, value);

    private static bool IsText(string value) => value.Any(sign => sign > '\u007f' && !char.IsSurrogate(sign)) || value.Contains(' ', StringComparison.Ordinal);

    private static bool IsOurs(string action) =>
        action is ['/'] or ['/', not ('/' or '\\'), ..] && !action.Any(char.IsControl);
}
