using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>Which form of a photo is asked for by <c>?size=</c>: all of it, or the small one.</summary>
public sealed class PhotoSize : IClosedList
{
    public const string Small = "small";

    private PhotoSize()
    {
    }

    public static IReadOnlyList<string> Values => [Small];

    /// <returns>Whether the small form is asked for.</returns>
    public static Result<bool> IsSmall(string? size) => size switch
    {
        null or "" => false,
        Small => true,
        _ => Refusal.OfField("size", ErrorTexts.Field("field_choice", "size")),
    };
}
