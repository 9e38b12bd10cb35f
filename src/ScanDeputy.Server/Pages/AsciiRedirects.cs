using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ScanDeputy.Server.Pages;

/// <summary>
/// Headers carry ASCII only, and the server throws on anything else: what an address that was typed or posted has beside it is percent-encoded
/// here, for every redirect of every page.
/// </summary>
public sealed class AsciiRedirects : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is RedirectResult away)
            away.Url = Encode(away.Url);
        else if (context.Result is LocalRedirectResult within)
            within.Url = Encode(within.Url);
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    /// <summary>Leaves what is encoded already as it is.</summary>
    public static string Encode(string address)
    {
        if (Ascii.IsValid(address) && !address.Contains(' ', StringComparison.Ordinal))
            return address;

        var encoded = new StringBuilder(address.Length * 3);
        foreach (var rune in address.EnumerateRunes())
            encoded.Append(rune.IsAscii && rune.Value != ' ' ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return encoded.ToString();
    }
}
