using System.Globalization;
using System.Text;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>The Prometheus text exposition format 0.0.4: names, escapes and numbers as its page describes them.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>OpenTelemetry's name with its unit: <c>http.server.request.duration</c> in s is <c>http_server_request_duration_seconds</c>.</summary>
    public static string MetricName(string name, string? unit, bool isCounter)
    {
        var text = Clean(name);
        var suffix = UnitWord(unit);
        if (suffix.Length > 0 && !text.EndsWith(suffix, StringComparison.Ordinal))
            text += suffix;
        return isCounter && !text.EndsWith("_total", StringComparison.Ordinal) ? $"{text}_total" : text;
    }

    public static StringBuilder AppendHead(this StringBuilder page, string name, string type, string description) => page
        .Append("# HELP ").Append(name).Append(' ').Append(description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    /// <param name="labels">As <see cref="Labels"/> gives them.</param>
    public static StringBuilder AppendSample(this StringBuilder page, string name, string labels, double value)
    {
        page.Append(name);
        if (labels.Length > 0)
            page.Append('{').Append(labels).Append('}');
        return page.Append(' ').Append(Number(value)).Append('\n');
    }

    public static string Labels(IEnumerable<KeyValuePair<string, object?>> labels) => string.Join(
        ',', labels.Select(label => Label(label.Key, Convert.ToString(label.Value, CultureInfo.InvariantCulture) ?? "")).Distinct(StringComparer.Ordinal));

    public static string Label(string name, string value) => $"{Clean(name)}=\"{Escape(value)}\"";

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Clean(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var character in name)
            text.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
            text.Insert(0, '_');
        return text.ToString();
    }

    /// <summary>Units in braces are notes, not units.</summary>
    private static string UnitWord(string? unit) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "By" => "_bytes",
        "%" => "_percent",
        _ => "",
    };
}
