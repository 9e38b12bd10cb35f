using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People.SmsSignIn;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>Somebody's phone, as far as signing in by text message goes: what the demo's gateway has taken for it.</summary>
public sealed partial class TextPhone(TestServer server, string number)
{
    public string Number => number;

    /// <summary>Newest last.</summary>
    public IReadOnlyList<string> Texts => [.. server.Services.GetRequiredService<SandboxTexts>().All().Where(text => text.Phone == number).Select(text => text.Text)];

    public string LastCode => CodeIn(Texts[^1]);

    /// <summary>What stands at the end of the address in an invitation.</summary>
    public string LastInvitation => InvitationIn(Texts[^1]);

    public static string InvitationIn(string text) => Link().Match(text).Groups["token"].Value;

    /// <summary>A code that was not sent.</summary>
    public string WrongCode => LastCode == "000000" ? "000001" : "000000";

    public static string CodeIn(string text)
    {
        var code = Code().Match(text);
        Assert.True(code.Success, text);
        return code.Value;
    }

    public async Task<ApiAnswer> AskAsync(string? written = null)
    {
        using var client = server.Anonymous();
        return await client.PostAsync("/api/v1/auth/sms", new { phone = written ?? number });
    }

    public async Task<ApiAnswer> VerifyAsync(string? code = null, string? written = null)
    {
        using var client = server.Anonymous();
        return await client.PostAsync("/api/v1/auth/sms/verify", new { phone = written ?? number, code = code ?? LastCode });
    }

    /// <summary>The whole way, once the gap after the code before has passed.</summary>
    public async Task<ApiClient> SignInAsync()
    {
        using var client = server.Anonymous();
        if (Texts.Count > 0)
            (await client.AdvanceAsync(System.Xml.XmlConvert.ToString(SmsCodes.Gap))).Expect(HttpStatusCode.OK);
        (await AskAsync()).Expect(HttpStatusCode.NoContent);
        var signedIn = (await VerifyAsync()).Expect(HttpStatusCode.OK);
        return new ApiClient(server.Address, (string)signedIn["accessToken"]!);
    }

    [GeneratedRegex("/i/(?<token>[A-Za-z0-9_-]{22})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Link();

    [GeneratedRegex("[0-9]{6}", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Code();
}
