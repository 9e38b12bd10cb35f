using FluentValidation;
using FluentValidation.Validators;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>
/// Closed lists of reasons and destinations, by code; their words are among the terms. A person's own words in Chinese are taken as well, since older
/// events have them, and are shown as they were written; any other text is refused.
/// </summary>
public sealed class MoveReasons
{
    private readonly string _terms;

    private MoveReasons(string terms, params string[] codes) => (_terms, Codes) = (terms, codes);

    /// <summary>Why a matter is none for a deputy's suggestion [000:649].</summary>
    public static MoveReasons Redirect { get; } = new("RedirectReason", "notCompetent", "inCourt", "petitionMatter", "alreadyHandled", "personalDispute", "other");

    /// <summary>Where it belongs instead.</summary>
    public static MoveReasons Destination { get; } = new("Destination", "hotline12345", "petition", "court", "yearlyProject", "legislation", "other");

    /// <summary>Why an agency sends a case back [000:1257].</summary>
    public static MoveReasons Return { get; } = new("ReturnReason", "notCompetent", "otherShouldLead", "unclear", "duplicate", "other");

    public IReadOnlyList<string> Codes { get; }

    public string WordOf(string code) => Terms.Find($"{_terms}.{code}") ?? code;

    /// <summary>What is kept: the code, also when its word was said.</summary>
    public string Read(string said) => TextRules.Clean(said) is var text && Codes.FirstOrDefault(code => WordOf(code) == text) is { } code ? code : text;

    private bool Takes(string text) => Codes.Contains(text, StringComparer.Ordinal) || text.Any(c => c is >= '\u4e00' and <= '\u9fff');

    internal PropertyValidator<T, string?> Rule<T>(string label) => new Validator<T>(this, label);

    private sealed class Validator<T>(MoveReasons reasons, string label) : PropertyValidator<T, string?>, IDescribedRule
    {
        public override string Name => "Reason";

        public bool Needed => true;

        public IReadOnlyList<string> Choices => reasons.Codes;

        public override bool IsValid(ValidationContext<T> context, string? value)
        {
            if (value is not null && !WrittenText.ShowsNothing(value) && !reasons.Takes(value))
                context.AddFailure(ErrorTexts.Field("field_choice", label));
            return true;
        }
    }
}

internal static class ReasonRules
{
    /// <summary>One of a closed list, or own words of at most this length.</summary>
    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, MoveReasons reasons, string label, int most) =>
        rule.Chosen(label, most).SetValidator(reasons.Rule<T>(label));
}
