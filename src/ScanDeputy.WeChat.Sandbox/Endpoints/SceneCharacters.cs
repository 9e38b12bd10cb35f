using System.Buffers;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>The characters a scene may have. No percent sign, so no URL-encoded Chinese.</summary>
internal static class SceneCharacters
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("!#$&'()*+,/:;=?@-._~");

    public static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || Signs.Contains(c);

    /// <summary>Queries of links may have a percent sign too.</summary>
    public static bool IsAllowedInQuery(char c) => c == '%' || IsAllowed(c);
}
