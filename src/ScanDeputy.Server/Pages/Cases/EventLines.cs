using System.Text.Json.Nodes;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>What an event says beside its name, in words.</summary>
public static class EventLines
{
    private static readonly (string Name, string Label, string? Terms)[] Known =
    [
        ("suggestionTitle", "建议标题", null), ("leadAgency", "主办单位", null), ("outcome", "办理结果", "Outcome"), ("grade", "评价", "Grade"), ("handling", "对办理过程", "Grade"), ("result", "对办理结果", "Grade"),
        ("destination", "去向", "Destination"), ("reason", "原因", "RedirectReason"), ("publicText", "公开答复", null), ("text", "内容", null),
        ("internalNote", "内部说明", null), ("note", "说明", null), ("promisedOn", "承诺日期", null), ("answerBy", "答复期限", null),
        ("deputy", "接手代表", null), ("agency", "单位", null), ("proposedAgency", "建议的承办单位", null), ("workingDays", "工作日数", null),
        ("phase", "时间", "ContactPhase"), ("on", "联系日期", null), ("way", "方式", "ContactWay"), ("with", "对象", "ContactWith"),
        ("kind", "种类", "SuggestionKind"), ("coSigner", "代表", null), ("agreed", "附议", "Agreed"),
        ("granted", "审批结果", "Granted"), ("until", "预计恢复日期", null), ("level", "督办级别", "SupervisionLevel"), ("cause", "原因", "Cause"),
    ];

    /// <summary>What is in a stored fact and on no line: ids without a name, and what the case's page shows in its own place.</summary>
    private static readonly HashSet<string> Hidden = new(StringComparer.Ordinal)
    {
        "submitted.jurisdiction", "submitted.stationId", "submitted.district", "submitted.categoryId", "submitted.residentId", "submitted.deputyId",
        "submitted.fingerprint", "submitted.enteredByKeeper", "transferred.stationId", "merged.intoCaseId", "assigned.coAgencyIds", "replied.attachmentIds",
        "suggested.jurisdiction", "suggested.stationId", "suggested.district", "suggested.categoryId", "suggested.deputyId", "suggested.authorId", "suggested.fingerprint",
        "coSignersAsked.deputyIds", "coSigned.deputyId", "supplemented.attachmentIds", "contactLogged.fingerprint",
    };

    /// <summary>Whether a fact's property, by its stored names, has a line of its own or is left out on purpose.</summary>
    public static bool Knows(string type, string property) => Hidden.Contains($"{type}.{property}") || Known.Any(known => known.Name == property);

    public static IEnumerable<(string Label, string Text)> Of(ListCaseEvents.EventView entry) =>
        from known in Known
        let value = entry.Data.TryGetPropertyValue(known.Name, out var node) ? (node as JsonValue)?.ToString() : null
        where !string.IsNullOrEmpty(value)
        select (known.Label, known.Terms is null ? value : Word(entry.Type == "returnedToOffice" ? "ReturnReason" : known.Terms, value));

    private static string Word(string terms, string value) => Terms.Find($"{terms}.{value}") ?? Terms.Find($"{terms}.{char.ToUpperInvariant(value[0])}{value[1..]}") ?? value;
}
