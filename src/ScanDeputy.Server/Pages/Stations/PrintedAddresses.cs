using System.Text;

namespace ScanDeputy.Server.Pages.Stations;

/// <summary>
/// Station addresses as they come off a poster: typed with full-width characters, with a slash too many, or read by a scanner that added one. The code
/// itself is read by <see cref="Domain.Stations.StationCode.TryRead"/>.
/// </summary>
public static class PrintedAddresses
{
    private const string Stations = "/s/";

    public static void UsePrintedAddresses(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path.Value is { Length: > 0 } path && AsPrinted(path) is { } printed)
            context.Request.Path = printed;
        return next(context);
    });

    /// <returns>Null for what is no station's address, or is one already.</returns>
    internal static string? AsPrinted(string path)
    {
        if (path.StartsWith(Stations, StringComparison.OrdinalIgnoreCase) && !path.Contains("//", StringComparison.Ordinal))
            return null;

        var plain = new StringBuilder(path.Length);
        foreach (var typed in path)
        {
            // U+FF01..U+FF5E are the full-width twins of the printable ASCII characters.
            var sign = typed is >= '\uFF01' and <= '\uFF5E' ? (char)(typed - 0xFEE0) : typed;
            if (!char.IsWhiteSpace(sign) && (sign != '/' || plain.Length == 0 || plain[^1] != '/'))
                plain.Append(sign);
        }

        var found = plain.ToString();
        return found.StartsWith(Stations, StringComparison.OrdinalIgnoreCase) ? found : null;
    }
}
