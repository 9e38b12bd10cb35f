namespace ScanDeputy.WeChat.Sandbox;

/// <summary>What the sandbox pretends to be: one mini-program account with its users, templates and pages.</summary>
public sealed class SandboxOptions
{
    /// <summary>Name of the running environment. "Production", which is also the default, is refused at start: the host must say otherwise.</summary>
    public string EnvironmentName { get; set; } = "Production";

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; set; }

    public string AppId { get; set; } = "wx5a4db0c000000001";

    public string AppSecret { get; set; } = "5a4db0c05a4db0c05a4db0c05a4db0c0";

    public IList<SandboxUser> Users { get; set; } = [];

    public IList<SandboxTemplate> Templates { get; set; } = [];

    /// <summary>Pages of the released version, without a leading slash; the first is the home page.</summary>
    public IList<string> ReleasedPages { get; set; } = [];

    /// <summary>Pages that only the trial version has.</summary>
    public IList<string> TrialPages { get; set; } = [];

    public SandboxPushOptions Push { get; set; } = new();

    /// <summary>How many shown messages (and push attempts) are remembered; older ones are forgotten first.</summary>
    public int MessageCapacity { get; set; } = 10_000;

    /// <summary>How long after the request the verdict on a picture is pushed. WeChat promises 30 minutes.</summary>
    public TimeSpan MediaVerdictDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Download what is to be checked, as the platform does. False: judge by the address alone.</summary>
    public bool FetchMedia { get; set; } = true;

    /// <summary>Older answers carried countryCode as a number; readers must take both.</summary>
    public bool CountryCodeAsNumber { get; set; }
}

/// <summary>One WeChat user as this account sees them.</summary>
/// <param name="Phone">Within its country.</param>
/// <param name="CountryCode">Digits; null leaves it out of the answer, as a platform that forgets it would.</param>
public sealed record SandboxUser(string OpenId, string? Phone = null, string? UnionId = null, string? CountryCode = "86");

/// <summary>A subscription template. Field keys carry their type (<c>thing2</c> is a <c>thing</c>); the value is the label on the card.</summary>
public sealed record SandboxTemplate(string Id, string Title, SandboxTemplateKind Kind, Dictionary<string, string> Fields);

/// <summary>WeChat's own numbers for the two kinds.</summary>
public enum SandboxTemplateKind
{
    /// <summary>One acceptance pays for one message.</summary>
    OneTime = 2,

    /// <summary>One acceptance lasts until it is withdrawn.</summary>
    LongTerm = 3,
}

/// <summary>Where and how the sandbox pushes events to the program under test.</summary>
public sealed class SandboxPushOptions
{
    /// <summary>No address, no pushes.</summary>
    public Uri? Url { get; set; }

    public string ToUserName { get; set; } = "gh_5a4db0c00001";

    public string Token { get; set; } = "SandboxPushToken";

    /// <summary>43 characters. Used in secure mode only.</summary>
    public string EncodingAesKey { get; set; } = "";

    public bool Secure { get; set; }

    public bool Xml { get; set; }

    /// <summary>WeChat waits five seconds for an answer.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(5);
}
