using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>A list to choose from, whose words are among the terms.</summary>
public sealed record SelectView(FormErrors Errors, string Name, string Label, string? Value, IReadOnlyList<(string Code, string Word)> Options)
{
    public static IReadOnlyList<(string Code, string Word)> RedirectReasons { get; } = WordsOf(MoveReasons.Redirect);

    public static IReadOnlyList<(string Code, string Word)> Destinations { get; } = WordsOf(MoveReasons.Destination);

    public static IReadOnlyList<(string Code, string Word)> ReturnReasons { get; } = WordsOf(MoveReasons.Return);

    public static IReadOnlyList<(string Code, string Word)> Levels { get; } = WordsOf("SupervisionLevel", "1", "2", "3");

    /// <summary>Longer lists can be searched, where scripts run.</summary>
    public const int ShortList = 10;

    public bool Required { get; init; } = true;

    public string? Hint { get; init; }

    /// <summary>What no choice is called.</summary>
    public string Empty { get; init; } = "请选择";

    public string? Pick => PickOf(Label, Options.Count);

    public string? DescribedBy => (Hint, Errors.Of(Name).Count) switch
    {
        (null, 0) => null,
        (null, _) => $"{Id}-error",
        (_, 0) => $"{Id}-hint",
        _ => $"{Id}-hint {Id}-error",
    };

    /// <summary>What the field for searching a list is called; null for a short one.</summary>
    public static string? PickOf(string label, int count) => count > ShortList ? label : null;

    public string Id => Errors.IdOf(Name);

    private static IReadOnlyList<(string Code, string Word)> WordsOf(MoveReasons reasons) => [.. reasons.Codes.Select(code => (code, reasons.WordOf(code)))];

    private static IReadOnlyList<(string Code, string Word)> WordsOf(string prefix, params string[] codes) =>
        [.. codes.Select(code => (code, Terms.Find($"{prefix}.{code}") ?? code))];
}
