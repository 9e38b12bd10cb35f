using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>What the author of a text that WeChat found unfit should change.</summary>
public static class TextAdvice
{
    /// <param name="label">WeChat's label of the finding.</param>
    public static string On(int? label) => Terms.Find($"TextAdvice.{label}") ?? Terms.Find("TextAdvice")!;
}
