using FluentValidation;

namespace ScanDeputy.Server.Platform.Texts;

/// <summary>
/// Lengths of what people write, counted in characters as a reader sees them: at least so many that show something, at most so many with the
/// blanks and line ends between them; and nothing that cannot be carried (<see cref="WrittenText"/>).
/// </summary>
public static class WrittenRules
{
    public static IRuleBuilderOptionsConditions<T, string?> Written<T>(this IRuleBuilder<T, string?> rule, string label, int least, int most) =>
        rule.Custom((value, context) =>
        {
            if (Fault(value ?? "", label, least, most) is { } fault)
                context.AddFailure(fault);
        });

    private static string? Fault(string text, string label, int least, int most)
    {
        if (!WrittenText.IsCarried(text))
            return ErrorTexts.Field("field_control_characters", label);
        var (shown, length) = (WrittenText.Shown(text), WrittenText.Length(text));
        if (shown == 0 && least > 0)
            return ErrorTexts.Field("field_required", label);
        if (shown < least)
            return ErrorTexts.Field("field_length", label, least, most, shown);
        if (length > most)
            return least > 1 ? ErrorTexts.Field("field_length", label, least, most, length) : ErrorTexts.Field("field_too_long", label, most);
        return WrittenText.IsOverloaded(WrittenText.Clean(text), most) ? ErrorTexts.Field("field_overloaded", label) : null;
    }
}
