using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>The field's words for states, stages, roles, moves.</summary>
public static class Terms
{
    private static readonly TextResource Texts = new(typeof(Terms), "Terms");

    public static string Of<T>(T value)
        where T : struct, Enum => Texts[$"{typeof(T).Name}.{value}"];

    public static string? Find(string key) => Texts.Find(key);
}
