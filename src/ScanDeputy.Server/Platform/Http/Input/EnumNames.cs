using System.Text.Json;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>
/// A value of an enum by its name, and by nothing else: no number, no list, no other case. The framework's parser takes all of these, and makes a
/// third value of two.
/// </summary>
public static class EnumNames
{
    /// <summary>As the API writes it: <c>handedOver</c>.</summary>
    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (text == NameOf(known.ToString()))
            {
                value = known;
                return true;
            }
        }

        value = default;
        return false;
    }

    public static bool IsName(Type type, string? text) => Enum.GetNames(type).Any(name => text == NameOf(name));

    /// <summary>As forms and links of our pages write it: <c>HandedOver</c>.</summary>
    public static object? FindInPage(Type type, string? text) => text is not null && Enum.GetNames(type).Contains(text, StringComparer.Ordinal) ? Enum.Parse(type, text) : null;

    /// <summary>As the API writes it.</summary>
    public static string NameOf(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
