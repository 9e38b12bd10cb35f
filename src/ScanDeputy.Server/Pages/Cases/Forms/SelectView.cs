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

    public bool Required { get; init; } = true;

    public string Id => Errors.IdOf(Name);

    private static IReadOnlyList<(string Code, string Word)> WordsOf(MoveReasons reasons) => [.. reasons.Codes.Select(code => (code, reasons.WordOf(code)))];

    private static IReadOnlyList<(string Code, string Word)> WordsOf(string prefix, params string[] codes) =>
        [.. codes.Select(code => (code, Terms.Find($"{prefix}.{code}") ?? code))];
}
