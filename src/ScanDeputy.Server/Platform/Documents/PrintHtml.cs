using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Documents;

/// <summary>A paper as one HTML page of its own that prints, or becomes a PDF, as it stands.</summary>
public static class PrintHtml
{
    // Chinese as itself in the source, not as numbers.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <summary>With the style inside, for a file that is carried away.</summary>
    public static string WholeFile(PrintDocument document) => Render(document, $"<style>\n{Style.Value}</style>", "");

    /// <summary>With the style beside it, as our pages' content policy asks.</summary>
    /// <param name="document">The paper.</param>
    /// <param name="bar">Markup of ours above the paper that is not printed.</param>
    public static string Page(PrintDocument document, string bar) => Render(document, "<link rel=\"stylesheet\" href=\"/css/print.css\">\n<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">", bar);

    public static string Encode(string text) => Encoder.Encode(WrittenText.Carry(text));

    /// <summary>What people wrote: it turns nothing around it.</summary>
    private static string Said(string text) => Encode(WrittenText.Isolate(text));

    private static string Render(PrintDocument document, string style, string bar)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Said(document.Title)).Append("</title>\n").Append(style).Append("\n</head>\n<body>\n").Append(bar).Append("<main>\n");
        if (document.Number is { } number)
            html.Append("<p class=\"number\">").Append(Said(number)).Append("</p>\n");
        html.Append("<h1>").Append(Said(document.Title)).Append("</h1>\n");
        foreach (var block in document.Blocks)
            Append(html, block);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, PrintBlock block)
    {
        switch (block)
        {
            case PrintHeading heading:
                html.Append("<h2>").Append(Said(heading.Text)).Append("</h2>\n");
                break;
            case PrintText text:
                html.Append("<p class=\"text\">").Append(Lines(text.Text)).Append("</p>\n");
                break;
            case PrintForm form:
                Append(html, form);
                break;
            case PrintTable table:
                Append(html, table);
                break;
            case PrintPictures pictures:
                foreach (var picture in pictures.Pictures)
                    html.Append("<figure><img src=\"").Append(Encode(picture.Address)).Append("\" alt=\"").Append(Said(picture.Caption)).Append("\"><figcaption>").Append(Said(picture.Caption)).Append("</figcaption></figure>\n");
                break;
            case PrintSignature signature:
                html.Append("<p class=\"signature\">").Append(Said(signature.Who)).Append("<br>").Append(Encode(signature.Day)).Append("</p>\n");
                break;
        }
    }

    private static void Append(StringBuilder html, PrintForm form)
    {
        html.Append("<table class=\"form\">\n");
        foreach (var line in form.Lines)
            html.Append("<tr><th scope=\"row\">").Append(Said(line.Label)).Append("</th><td>").Append(Lines(line.Value)).Append("</td></tr>\n");
        html.Append("</table>\n");
    }

    private static void Append(StringBuilder html, PrintTable table)
    {
        html.Append("<table>\n<thead><tr>");
        foreach (var head in table.Heads)
            html.Append("<th scope=\"col\">").Append(Said(head)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Lines(cell)}</td>")).Append("</tr>\n");
        html.Append("</tbody>\n</table>\n");
    }

    private static string Lines(string text) => Said(text).Replace("&#xA;", "<br>", StringComparison.Ordinal);

    private static string ReadStyle()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("print.css")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
