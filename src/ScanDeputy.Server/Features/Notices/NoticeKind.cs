using System.Text.Json;
using System.Text.Json.Serialization;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>What a notice is, for whoever sorts or filters them; the API and the stored rows have these names in camel case.</summary>
[JsonConverter(typeof(NoticeKindConverter))]
public enum NoticeKind
{
    /// <summary>A stage's due date comes near.</summary>
    DueSoon,

    /// <summary>A stage's due date has passed.</summary>
    Overdue,

    /// <summary>A stage has been late for days: to the next level of supervisors.</summary>
    Escalated,

    /// <summary>Work that waits for the recipient, or what became of it.</summary>
    Work,

    /// <summary>How the recipient's own matter goes on. Nobody else hears of it in their place.</summary>
    Progress,

    /// <summary>An order to answer, or an answer to one.</summary>
    Supervision,

    /// <summary>A report has had no result for nearly a month.</summary>
    ResidentClock,

    /// <summary>What is late in the jurisdiction this morning.</summary>
    Digest,

    /// <summary>A reception that the recipient has booked. Nobody else hears of it in their place.</summary>
    Reception,

    /// <summary>Something about the running of the program that an administrator has to look at.</summary>
    Watchdog,

    /// <summary>The resident has waited past the date of a stage and says so.</summary>
    Urged,

    /// <summary>The recipient's account was opened on a device that has not opened it before. Nobody else hears of it in their place.</summary>
    SignIn,
}

public static class NoticeKinds
{
    private static readonly string[] Names = [.. Enum.GetNames<NoticeKind>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>What is the recipient's own: no substitute and no group hears of it.</summary>
    public static bool IsPersonal(NoticeKind kind) => kind is NoticeKind.Progress or NoticeKind.Reception or NoticeKind.SignIn;

    /// <summary>When it may leave the program.</summary>
    public static SendingHours HoursOf(NoticeKind kind, DateRules rules) => new(rules) { EveryDay = kind == NoticeKind.Reception };

    /// <summary>As rows and the API have it.</summary>
    public static string NameOf(NoticeKind kind) => Names[(int)kind];
}

/// <summary>Payloads of the outbox name the kind as the API does.</summary>
internal sealed class NoticeKindConverter() : JsonStringEnumConverter<NoticeKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
