using System.Collections.Concurrent;
using FluentValidation;
using FluentValidation.Validators;

namespace ScanDeputy.Server.Platform.Texts;

/// <summary>
/// Lengths of what people write, counted in characters as a reader sees them: at least so many that show something, at most so many with the
/// blanks and line ends between them; and nothing that cannot be carried (<see cref="WrittenText"/>).
/// </summary>
public static class WrittenRules
{
    private static readonly ConcurrentDictionary<(Type Request, string Property), int?> Longest = new();

    public static IRuleBuilderOptions<T, string?> Written<T>(this IRuleBuilder<T, string?> rule, string label, int least, int most) =>
        rule.SetValidator(new Validator<T>(label, least, most));

    /// <summary>One of a list: whoever left it out has not chosen, and is not asked to write.</summary>
    public static IRuleBuilderOptions<T, string?> Chosen<T>(this IRuleBuilder<T, string?> rule, string label, int most) =>
        rule.SetValidator(new Validator<T>(label, 1, most) { Missing = "field_choose" });

    /// <summary>What the request's validator lets a text have, so that a page says the same; null where it sets no limit of this kind.</summary>
    /// <param name="property">As the rule names it, in any case: <c>text</c>, <c>place.address</c>.</param>
    public static int? MostOf(Type request, string property) => Longest.GetOrAdd((request, property), static key =>
    {
        var parent = typeof(AbstractValidator<>).MakeGenericType(key.Request);
        return typeof(WrittenRules).Assembly.GetTypes().SingleOrDefault(type => type.BaseType == parent) is { } found
            ? ((IValidator)Activator.CreateInstance(found)!).CreateDescriptor().Rules
                .Where(rule => string.Equals(rule.PropertyName, key.Property, StringComparison.OrdinalIgnoreCase))
                .SelectMany(rule => rule.Components).Select(component => component.Validator).OfType<IDescribedRule>().FirstOrDefault()?.Most
            : null;
    });

    private sealed class Validator<T>(string label, int least, int most) : PropertyValidator<T, string?>, IDescribedRule
    {
        public override string Name => "Written";

        public string Missing { get; init; } = "field_required";

        public bool Needed => least > 0;

        // Blanks do not count for the least, but whoever has written fewer characters has certainly not written enough.
        public int? Least => least > 0 ? least : null;

        public int? Most => most;

        public override bool IsValid(ValidationContext<T> context, string? value)
        {
            if (Fault(value ?? "", label, least, most, Missing) is { } fault)
                context.AddFailure(fault);
            return true;
        }
    }

    private static string? Fault(string text, string label, int least, int most, string missing)
    {
        if (!WrittenText.IsCarried(text))
            return ErrorTexts.Field("field_control_characters", label);
        var (shown, length) = (WrittenText.Shown(text), WrittenText.Length(text));
        if (shown == 0 && least > 0)
            return ErrorTexts.Field(missing, label);
        if (shown < least)
            return ErrorTexts.Field("field_length", label, least, most, shown);
        if (length > most)
            return least > 1 ? ErrorTexts.Field("field_length", label, least, most, length) : ErrorTexts.Field("field_too_long", label, most);
        return WrittenText.IsOverloaded(WrittenText.Clean(text), most) ? ErrorTexts.Field("field_overloaded", label) : null;
    }
}
