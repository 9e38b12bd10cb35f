namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>Who logged in. The session key is dropped on purpose: nothing we do needs it, and it must never leave the server.</summary>
public sealed record WeChatSession(string OpenId, string? UnionId);

/// <summary>A phone number without its country code.</summary>
public sealed record WeChatPhone(string Number, string CountryCode)
{
    /// <summary>
    /// From what the platform's page calls phoneNumber, purePhoneNumber and countryCode. Where the country was left out, it is what stands before the
    /// pure number in the whole one; nothing before it means the mainland's.
    /// </summary>
    /// <returns>Null when it cannot be known whose number it is.</returns>
    public static WeChatPhone? Read(string? whole, string? pure, string? country)
    {
        if (string.IsNullOrEmpty(pure))
            return null;
        if (string.IsNullOrEmpty(country) && whole?.EndsWith(pure, StringComparison.Ordinal) == true)
            country = whole.Length == pure.Length ? "86" : whole[..^pure.Length];
        return string.IsNullOrEmpty(country) ? null : new WeChatPhone(pure, country);
    }
}

/// <summary>A mini-program code to draw.</summary>
/// <param name="Scene">1 to 32 characters of <c>0-9 A-Z a-z ! # $ &amp; ' ( ) * + , / : ; = ? @ - . _ ~</c>.</param>
/// <param name="Page">Without a leading slash and without a query; null is the home page.</param>
/// <param name="Width">Pixels, 280 to 1280.</param>
/// <param name="CheckPath">False lets a page through that is not released yet.</param>
public sealed record WeChatCodeRequest(string Scene, string? Page, int Width = 430, bool CheckPath = true);

/// <summary>A link to ask for.</summary>
/// <param name="Page">A released page, without a leading slash and without a query.</param>
/// <param name="Query">Without its question mark; percent-encoded.</param>
/// <param name="Days">How long it is to work, 1 to 30.</param>
public sealed record WeChatLinkRequest(string Page, string Query, int Days)
{
    /// <returns>Null when the answer is no address that a browser may be sent to.</returns>
    internal static Uri? Read(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : null;
}

/// <summary>One subscription message.</summary>
/// <param name="OpenId">Whom it goes to.</param>
/// <param name="TemplateId">A template of this account.</param>
/// <param name="Page">Where a tap leads, query allowed; null: nowhere.</param>
/// <param name="Data">Value by template key, for example <c>thing1</c>.</param>
public sealed record WeChatMessage(string OpenId, string TemplateId, string? Page, IReadOnlyDictionary<string, string> Data);

/// <summary>A message that was taken in. WeChat's pages disagree on whether the id is answered.</summary>
public sealed record WeChatSent(long? MessageId);

/// <summary>A text to check, with its author.</summary>
public sealed record WeChatText(string OpenId, string Content, WeChatScene Scene, string? Title = null)
{
    /// <summary>What WeChat says to more is not written: split before.</summary>
    public const int MaxLength = 2500;
}

/// <summary>A picture or sound to check, at an address WeChat can fetch, at most 10 MB.</summary>
public sealed record WeChatMedia(string OpenId, Uri Url, WeChatMediaKind Kind, WeChatScene Scene);

/// <summary>Where a text or picture is shown.</summary>
public enum WeChatScene
{
    Profile = 1,
    Comment = 2,
    Forum = 3,
    SocialLog = 4,
}

public enum WeChatMediaKind
{
    Sound = 1,
    Picture = 2,
}

/// <summary>Pass: show it. Review: a person must look. Risky: do not show it.</summary>
public enum WeChatSuggestion
{
    Pass,
    Review,
    Risky,
}

/// <summary>The verdict on a text. <see cref="Label"/> is WeChat's number, 100 for normal.</summary>
public sealed record WeChatVerdict(WeChatSuggestion Suggestion, int Label, string? TraceId)
{
    // 时政: what people's congresses are about.
    private const int Politics = 20001;

    /// <summary>A word we do not know yet goes to a person, and so does what WeChat holds against politics alone (handbook §8).</summary>
    /// <param name="word">WeChat's suggestion.</param>
    /// <param name="label">What it found.</param>
    internal static WeChatSuggestion SuggestionOf(string? word, long? label) => word switch
    {
        "pass" => WeChatSuggestion.Pass,
        "risky" when label != Politics => WeChatSuggestion.Risky,
        _ => WeChatSuggestion.Review,
    };
}

/// <summary>What the later verdict will be known by.</summary>
public sealed record WeChatMediaTicket(string TraceId);
