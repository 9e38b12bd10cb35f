namespace ScanDeputy.Server.Pages;

/// <summary>One text field of a form with its label, hint and errors, for the partial <c>_Field</c>.</summary>
/// <param name="Key">The field's name among the errors, e.g. <c>contact.phone</c>.</param>
public sealed record FieldView(FormErrors Errors, string Key, string Name, string Label, string? Value)
{
    public string? Hint { get; init; }

    /// <summary>Lines of a text area; 0 is a single line.</summary>
    public int Rows { get; init; }

    public string Type { get; init; } = "text";

    public bool Required { get; init; }

    public string? AutoComplete { get; init; }

    public string? InputMode { get; init; }

    public string Id => Errors.IdOf(Key);

    public IReadOnlyList<string> Texts => Errors.Of(Key);

    public string? DescribedBy => (Hint, Texts.Count) switch
    {
        (null, 0) => null,
        (null, _) => $"{Id}-error",
        (_, 0) => $"{Id}-hint",
        _ => $"{Id}-hint {Id}-error",
    };
}
