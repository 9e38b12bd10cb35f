using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>RSS 2.0. An entry is new again when the case is answered.</summary>
internal static class PublishedFeed
{
    public const string MediaType = "application/rss+xml; charset=utf-8";

    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <param name="place">The jurisdiction's name.</param>
    /// <param name="cases">Newest first.</param>
    /// <param name="address">Of the jurisdiction's public page.</param>
    public static byte[] Write(string place, IReadOnlyList<PublishedCase> cases, string address)
    {
        var channel = new XElement(
            "channel",
            new XElement("title", Carried(PublishedTexts.Format("wall.title", place))),
            new XElement("link", address),
            new XElement("description", Carried(PublishedTexts.Format("feed.description", place))),
            new XElement("language", "zh-CN"),
            new XElement(Atom + "link", new XAttribute("href", $"{address}/feed.rss"), new XAttribute("rel", "self"), new XAttribute("type", "application/rss+xml")),
            cases.Select(shown => ItemOf(shown, address)));
        var document = new XDocument(new XElement("rss", new XAttribute("version", "2.0"), new XAttribute(XNamespace.Xmlns + "atom", Atom.NamespaceName), channel));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
            document.Save(writer);
        return stream.ToArray();
    }

    private static XElement ItemOf(PublishedCase shown, string address)
    {
        var link = $"{address}/cases/{Uri.EscapeDataString(shown.Number)}";
        var at = shown.ChangedAt;
        return new XElement(
            "item",
            new XElement("title", Carried($"{shown.Title}（{Terms.Of(shown.Status)}）")),
            new XElement("link", link),
            new XElement("guid", new XAttribute("isPermaLink", "false"), string.Create(CultureInfo.InvariantCulture, $"{link}#{at.ToUnixTimeSeconds()}")),
            new XElement("category", Carried(shown.Category.Name)),
            new XElement("pubDate", at.ToOffset(ChinaTime.Offset).ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + "+0800"),
            new XElement("description", Carried(DescriptionOf(shown))));
    }

    private static string DescriptionOf(PublishedCase shown)
    {
        if (shown.Answer is not { } answer)
            return $"{shown.Text}\n{PublishedTexts.Of("feed.waiting")}";

        var day = ChinaTime.DateOf(answer.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var promise = answer is { PromisedOn: { } on, Promise: { } standing }
            ? "\n" + PublishedTexts.Format("feed.promise", on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Terms.Of(standing))
            : "";
        return $"{shown.Text}\n{PublishedTexts.Format("feed.answer", answer.By, day, answer.Text)}{promise}";
    }

    /// <summary>Without what XML cannot hold.</summary>
    internal static string Carried(string text) => string.Concat(text.Where((_, i) => XmlConvert.IsXmlChar(text[i])
        || (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], text[i]))));
}
