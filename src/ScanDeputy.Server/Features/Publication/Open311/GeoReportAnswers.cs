using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;
using System.Xml.Linq;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Publication.Open311;

/// <summary>The two forms in which GeoReport v2 answers, JSON and XML, of the same fields under the same names.</summary>
internal static class GeoReportAnswers
{
    public const string Json = "json";
    public const string Xml = "xml";

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="context">Of the request.</param>
    /// <param name="format">Json or Xml.</param>
    /// <param name="root">The list's name in XML.</param>
    /// <param name="item">An element's.</param>
    /// <param name="items">What is answered.</param>
    public static IResult Of<T>(HttpContext context, string format, string root, string item, IReadOnlyList<T> items) => format == Xml
        ? SharedAnswers.Of(context, Written(root, item, items), "text/xml; charset=utf-8")
        : SharedAnswers.Of(context, JsonSerializer.SerializeToUtf8Bytes(items, Options), "application/json; charset=utf-8");

    /// <summary>Under the status that the error names; nobody keeps it.</summary>
    public static IResult Of(string format, GeoReportError error) => format == Xml
        ? Results.Text(Encoding.UTF8.GetString(Written("errors", "error", [error])), "text/xml", Encoding.UTF8, error.Code)
        : Results.Text(JsonSerializer.Serialize<GeoReportError[]>([error], Options), "application/json", Encoding.UTF8, error.Code);

    private static byte[] Written<T>(string root, string item, IReadOnlyList<T> items)
    {
        var document = new XDocument(new XElement(root, items.Select(one => new XElement(
            item, JsonSerializer.SerializeToElement(one, Options).EnumerateObject().Select(field => new XElement(field.Name, TextOf(field.Value)))))));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
            document.Save(writer);
        return stream.ToArray();
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => PublishedFeed.Carried(value.GetString()!),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
