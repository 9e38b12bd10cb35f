using System.Security.Cryptography;
using System.Text;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Demo;

/// <summary>
/// What WeChat does on somebody's phone, for a mini-program that runs outside of WeChat: in tests and in a browser. The phone is a persona's, or of a
/// visitor under any name, whose WeChat is the same each time.
/// </summary>
public static class SandboxWeChat
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int OpenIdLength = 28;
    private const int LongestName = 40;

    /// <param name="Persona">One of the demo's people.</param>
    /// <param name="Visitor">Somebody else; any name.</param>
    public record Phone(string? Persona, string? Visitor);

    /// <param name="PhoneNumber">The visitor's; a persona has its own.</param>
    public sealed record PhoneCodeRequest(string? Persona, string? Visitor, string? PhoneNumber) : Phone(Persona, Visitor);

    /// <param name="Answer"><c>accept</c>, <c>reject</c>, or <c>off</c> in the settings.</param>
    public sealed record SubscriptionRequest(string? Persona, string? Visitor, string? TemplateId, string? Answer) : Phone(Persona, Visitor);

    public sealed record IssuedCode(string Code);

    public sealed record TemplateItem(string Id, string Title);

    public static void Map(RouteGroupBuilder sandbox)
    {
        var weChat = sandbox.MapGroup("/wechat");
        weChat.MapPost("/login-codes", async (Phone phone, EmbeddedSandbox wire, Personas personas, CancellationToken ct) =>
            (await OpenIdAsync(phone, wire, personas, ct)).ToHttp(openId => TypedResults.Ok(new IssuedCode(wire.Control.IssueLoginCode(openId)))));
        weChat.MapPost("/phone-codes", async (PhoneCodeRequest phone, EmbeddedSandbox wire, Personas personas, CancellationToken ct) =>
            (await OpenIdAsync(phone, wire, personas, ct)).ToHttp(openId => PhoneCode(phone, openId, wire)));
        weChat.MapPost("/subscriptions", async (SubscriptionRequest request, EmbeddedSandbox wire, Personas personas, CancellationToken ct) =>
            (await OpenIdAsync(request, wire, personas, ct)).ToHttp(openId => Subscribe(request, openId, wire)));
        weChat.MapGet("/templates", (EmbeddedSandbox wire) =>
            new Page<TemplateItem>([.. wire.Control.Templates.Select(template => new TemplateItem(template.Id, template.Title)).OrderBy(item => item.Id, StringComparer.Ordinal)], null));
    }

    private static async Task<Result<string>> OpenIdAsync(Phone phone, EmbeddedSandbox wire, Personas personas, CancellationToken ct)
    {
        if (phone.Persona is { Length: > 0 } name)
            return await personas.FindAsync(name, ct) is { } persona ? persona.OpenId : new Refusal(ErrorCodes.NotFound);
        if (phone.Visitor is not { Length: > 0 and <= LongestName } visitor)
            return new Refusal(ErrorCodes.NotFound);

        var openId = OpenIdOf(visitor);
        if (wire.Control.FindUser(openId) is null)
            wire.Control.PutUser(openId);
        return openId;
    }

    private static IResult PhoneCode(PhoneCodeRequest request, string openId, EmbeddedSandbox wire)
    {
        if (request.PhoneNumber is { Length: > 0 } number)
        {
            if (PhoneNumber.Parse(number) is not { } phone)
                return new ProblemResult(Refusal.OfField("phoneNumber", "field_phone"));
            wire.Control.PutUser(openId, phone.Digits, countryCode: phone.Country);
        }

        return wire.Control.FindUser(openId)?.Phone is null
            ? new ProblemResult(Refusal.OfField("phoneNumber", "field_phone"))
            : TypedResults.Ok(new IssuedCode(wire.Control.IssuePhoneCode(openId)));
    }

    private static IResult Subscribe(SubscriptionRequest request, string openId, EmbeddedSandbox wire)
    {
        if (wire.Control.Templates.FirstOrDefault(template => template.Id == request.TemplateId) is not { } template)
            return new ProblemResult(new Refusal(ErrorCodes.NotFound));

        switch (request.Answer)
        {
            case "accept":
                wire.Control.AcceptSubscription(openId, template.Id);
                break;
            case "off":
                wire.Control.TurnOffSubscription(openId, template.Id);
                break;
            default:
                wire.Control.RejectSubscription(openId, template.Id);
                break;
        }

        return TypedResults.NoContent();
    }

    /// <summary>As WeChat's look: 28 characters, an o first.</summary>
    private static string OpenIdOf(string visitor)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(visitor));
        return "o" + string.Concat(hash.Take(OpenIdLength - 1).Select(part => Alphabet[part % Alphabet.Length]));
    }
}
