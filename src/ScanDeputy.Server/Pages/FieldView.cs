namespace ScanDeputy.Server.Pages;

/// <summary>One text field of a form with its label, hint and errors, for the partial <c>_Field</c>.</summary>
/// <param name="Key">The field's name among the errors, e.g. <c>contact.phone</c>.</param>
public sealed record FieldView(FormErrors Errors, string Key, string Name, string Label, string? Value)
{
    public string? Hint { get; init; }

    /// <summary>Characters that the text may have, as the server counts them; null without a limit of this kind.</summary>
    public int? Most { get; init; }

    /// <summary>The limit stands there as text: what is left is counted by a script, if there is one.</summary>
    public string? HintText => Most is not { } most || Hint?.Contains($"{most}", StringComparison.Ordinal) == true ? Hint : $"{Hint}最多 {most} 个字。";

    /// <summary>Lines of a text area; 0 is a single line.</summary>
    public int Rows { get; init; }

    public string Type { get; init; } = "text";

    public bool Required { get; init; }

    public string? AutoComplete { get; init; }

    public string? InputMode { get; init; }

    public string Id => Errors.IdOf(Key);

    public IReadOnlyList<string> Texts => Errors.Of(Key);

    public string? DescribedBy => (HintText, Texts.Count) switch
    {
        (null, 0) => null,
        (null, _) => $"{Id}-error",
        (_, 0) => $"{Id}-hint",
        _ => $"{Id}-hint {Id}-error",
    };
}
