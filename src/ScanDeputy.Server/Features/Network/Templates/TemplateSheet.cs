using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Features.Network.Templates;

/// <summary>答复模板 as a file or a page says them.</summary>
internal static class TemplateSheet
{
    private const int LongestText = 2_000;

    public static MasterData.TemplateLine Read(ImportRow row)
    {
        var line = new MasterData.TemplateLine(
            row, row.Id("id"), row.Optional("category", 32), row.OneOf("move", AnswerTemplate.Moves), row.Required("title", 60), row.Required("text", LongestText), row.YesNo("active"));
        foreach (var unknown in AnswerTemplate.UnknownIn(line.Text).Distinct(StringComparer.Ordinal))
            row.Fault("text", "unknown_placeholder", $"{{{unknown}}}", string.Join('、', AnswerTemplate.Placeholders.Select(one => $"{{{one}}}")));
        return line;
    }

    public static Task WriteAsync(Upsert upsert, IReadOnlyList<MasterData.TemplateLine> lines, string jurisdiction, ImportIds ids) =>
        upsert.RunAsync("answer_templates", 1, lines.Select(line => new (string, object?)[]
        {
            ("id", ids.AnswerTemplate(line.Id)), ("reference", ids.NumberOf("answer_templates", line.Id)), ("jurisdiction", jurisdiction), ("category_id", line.Category), ("move", line.Move),
            ("title", line.Title), ("text", line.Text), ("active", line.Active),
        }));
}
