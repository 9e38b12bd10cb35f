using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages;

/// <summary>A refusal as a form shows it: a summary whose entries lead to the fields, and the texts beside them.</summary>
/// <param name="prefix">Keeps ids apart where one page has several forms.</param>
public sealed class FormErrors(Refusal? refusal = null, string prefix = "")
{
    public bool Any => refusal is not null;

    /// <summary>Whether the form is not on the page any more, so that there is no field to lead to.</summary>
    public bool IsLost { get; init; }

    public int Status => refusal is null ? StatusCodes.Status200OK : ErrorCodes.StatusOf(refusal.Code);

    public Refusal? Refusal => refusal;

    public string Title => refusal!.Code == ErrorCodes.IdempotencyKeyReused ? "已经提交过" : ErrorTexts.Title(refusal.Code);

    /// <summary>Texts written for programmers are said in other words to people at a form.</summary>
    public string Detail => refusal!.Code switch
    {
        ErrorCodes.IdempotencyKeyReused => "这份表单已经提交过一次。请核对下面的内容，如需再次提交请重新点击提交按钮。",
        ErrorCodes.VersionStale or ErrorCodes.VersionRequired => "在您填写期间事项已有新变化，页面已显示最新情况。您填写的内容仍在下方，请核对后重新提交。",
        var code => ErrorTexts.Detail(refusal.TextCode ?? code),
    };

    public IEnumerable<(string Id, string Text)> Fields =>
        from entry in refusal?.Fields ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        from text in entry.Value
        select (IdOf(entry.Key), Problem.FieldText(text, refusal!));

    public IReadOnlyList<string> Of(string field) =>
        refusal is not null && refusal.Fields.TryGetValue(field, out var texts) ? [.. texts.Select(text => Problem.FieldText(text, refusal))] : [];

    /// <summary>Both, where both name fields, so that nobody mends a form twice; under the code that says more than that something is wrong.</summary>
    public static Refusal? Join(Refusal? first, Refusal? second) => (first, second) switch
    {
        ({ Fields.Count: > 0 } a, { Fields.Count: > 0 } b) => (a.Code == ErrorCodes.Invalid ? b : a) with { Fields = a.Fields.Concat(b.Fields.Where(entry => !a.Fields.ContainsKey(entry.Key))).ToDictionary(StringComparer.Ordinal) },
        _ => first ?? second,
    };

    public string IdOf(string field) => $"{prefix}{field.Replace('.', '-')}";
}
