using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Papers;

/// <summary>The papers that a case can be printed as, in the order in which they come about.</summary>
public enum PaperKind
{
    /// <summary>选民意见反馈表: what the voter said and what became of it.</summary>
    VoterFeedback,

    /// <summary>代表意见处理表: what the deputy did with it.</summary>
    DeputyHandling,

    /// <summary>交办单: the committee's office to the government office.</summary>
    HandoverOrder,

    /// <summary>转办单: the government office to the agencies.</summary>
    AssignmentOrder,

    /// <summary>答复函: the lead agency to the deputy.</summary>
    ReplyLetter,

    /// <summary>督办单: a supervisor to whoever is late.</summary>
    SupervisionOrder,
}

/// <summary>How a kind is called in addresses, and in the paper's number: 交办 JB, 转办 ZB, 答复 DF, 督办 DU, 选民 XM, 代表 DB.</summary>
public sealed class PaperNames : IClosedList
{
    private static readonly (PaperKind Kind, string Name, string Letters)[] All =
    [
        (PaperKind.VoterFeedback, "voter-feedback", "XM"), (PaperKind.DeputyHandling, "deputy-handling", "DB"), (PaperKind.HandoverOrder, "handover-order", "JB"),
        (PaperKind.AssignmentOrder, "assignment-order", "ZB"), (PaperKind.ReplyLetter, "reply-letter", "DF"), (PaperKind.SupervisionOrder, "supervision-order", "DU"),
    ];

    public static IReadOnlyList<string> Values { get; } = [.. All.Select(entry => entry.Name)];

    private PaperNames()
    {
    }

    public static string NameOf(PaperKind kind) => All.First(entry => entry.Kind == kind).Name;

    public static string LettersOf(PaperKind kind) => All.First(entry => entry.Kind == kind).Letters;

    public static PaperKind? Find(string name) => All.Where(entry => entry.Name == name).Select(entry => (PaperKind?)entry.Kind).FirstOrDefault();
}
