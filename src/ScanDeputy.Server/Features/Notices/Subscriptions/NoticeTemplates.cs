using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScanDeputy.Server.Features.Notices.Subscriptions;

/// <summary>WeChat's templates by what they are for; the API and the stored rows have these names in camel case.</summary>
[JsonConverter(typeof(NoticeTemplateConverter))]
public enum NoticeTemplate
{
    /// <summary>To residents: how their matter goes on.</summary>
    Progress,

    /// <summary>To deputies and officials: work and deadlines.</summary>
    Work,
}

/// <summary>The templates that our messages use; both have the fields character_string1 (number), thing2 (text), time3.</summary>
public sealed class NoticeTemplates
{
    public const string Section = "WeChat:Templates";

    /// <summary>WeChat's id of <see cref="NoticeTemplate.Progress"/>; empty: WeChat is not used for it.</summary>
    public string Progress { get; set; } = "";

    public string Work { get; set; } = "";

    /// <summary>Whether WeChat granted it as a long-term one (政务民生): one acceptance lasts. Else each acceptance pays for one message.</summary>
    public bool ProgressIsLongTerm { get; set; }

    public bool WorkIsLongTerm { get; set; }

    public static NoticeTemplate Of(NoticeKind kind) => NoticeKinds.IsPersonal(kind) ? NoticeTemplate.Progress : NoticeTemplate.Work;

    public string IdOf(NoticeTemplate template) => template == NoticeTemplate.Progress ? Progress : Work;

    public bool IsLongTerm(NoticeTemplate template) => template == NoticeTemplate.Progress ? ProgressIsLongTerm : WorkIsLongTerm;

    /// <returns>Null for a template that is not ours.</returns>
    public NoticeTemplate? Find(string? id) => Enum.GetValues<NoticeTemplate>().Where(template => id is { Length: > 0 } && IdOf(template) == id).Cast<NoticeTemplate?>().FirstOrDefault();
}

internal sealed class NoticeTemplateConverter() : JsonStringEnumConverter<NoticeTemplate>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
