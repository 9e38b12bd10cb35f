using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.WeChat.Sandbox;

namespace ScanDeputy.Server.Demo;

/// <summary>What the demo's phones show: WeChat's messages and text messages, oldest first.</summary>
public sealed class SandboxPhones(Personas personas, EmbeddedSandbox weChat, SandboxTexts texts)
{
    // Far above the numbers that WeChat's messages have in one life of the program: an id names one message.
    private const long FirstText = 1_000_000_000_000;

    /// <param name="name">Whose phone; null or empty for everybody's.</param>
    /// <param name="ct">Stops the reading.</param>
    public async Task<Result<Page<SandboxEndpoints.MessageItem>>> MessagesAsync(string? name, CancellationToken ct)
    {
        var people = (await personas.ListAsync(ct)).ToDictionary(persona => persona.OpenId, persona => persona.Name, StringComparer.Ordinal);
        var openId = people.FirstOrDefault(entry => entry.Value == name).Key;
        if (!string.IsNullOrEmpty(name) && openId is null)
            return new Refusal(ErrorCodes.NotFound);

        var owners = people.Where(entry => weChat.Control.FindUser(entry.Key)?.Phone is not null)
            .DistinctBy(entry => weChat.Control.FindUser(entry.Key)!.Phone, StringComparer.Ordinal)
            .ToDictionary(entry => weChat.Control.FindUser(entry.Key)!.Phone!, entry => entry.Value, StringComparer.Ordinal);
        var cards = weChat.Control.Messages(openId).Select(message => new SandboxEndpoints.MessageItem(
            message.Number, message.SentAt, "wechat", people.GetValueOrDefault(message.OpenId, ""), null, message.TemplateId, message.Title, message.Page, message.Fields));
        var shorts = texts.All().Select(message => new SandboxEndpoints.MessageItem(
            FirstText + message.Number, message.At, "sms", owners.GetValueOrDefault(message.Phone, ""), message.Phone, "", "短信", null, [new SandboxMessageField("text", "内容", message.Text)]));
        return new Page<SandboxEndpoints.MessageItem>([.. cards.Concat(shorts.Where(text => openId is null || text.Persona == name)).OrderBy(message => message.At).ThenBy(message => message.Id)], null);
    }
}
