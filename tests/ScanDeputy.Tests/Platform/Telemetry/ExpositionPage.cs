using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>The page is not what the exposition format 0.0.4 describes.</summary>
internal sealed class ExpositionException(string message) : Exception(message);

/// <param name="Labels">Unescaped.</param>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string this[string label] => Labels[label];
}

internal sealed record Family(string Name, string Type, string Help, IReadOnlyList<Sample> Samples);

/// <summary>
/// A parser of Prometheus' text format that takes nothing but what its page demands: each family once, HELP and TYPE before its samples,
/// legal names, the three escapes, each series once, and histograms whose buckets add up.
/// </summary>
internal sealed partial class ExpositionPage
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped"];
    private readonly Dictionary<string, Family> _families = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Family> Families => _families;

    public static ExpositionPage Parse(string text)
    {
        Demand(text.EndsWith('\n'), "The last line must end with a line feed.");
        var page = new ExpositionPage();
        var lines = new Queue<string>(text[..^1].Split('\n'));
        while (lines.Count > 0)
            page.ReadFamily(lines);
        return page;
    }

    public IEnumerable<Sample> Of(string family) => _families.TryGetValue(family, out var found) ? found.Samples : [];

    /// <summary>The one series with these labels; more than these it may have.</summary>
    public double Value(string family, params (string Name, string Value)[] labels) =>
        Of(family).Single(sample => Array.TrueForAll(labels, label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Value;

    private void ReadFamily(Queue<string> lines)
    {
        var help = Head().Match(lines.Dequeue());
        Demand(help.Success && help.Groups["word"].Value == "HELP", $"A family begins with HELP: {help.Value}");
        var name = help.Groups["name"].Value;
        Demand(lines.TryDequeue(out var second), $"{name} has no TYPE.");
        var type = Head().Match(second!);
        Demand(type.Success && type.Groups["word"].Value == "TYPE" && type.Groups["name"].Value == name, $"TYPE of {name} follows its HELP.");
        Demand(Types.Contains(type.Groups["rest"].Value, StringComparer.Ordinal), $"{name} has an unknown type.");
        var family = new Family(name, type.Groups["rest"].Value, Unescape(help.Groups["rest"].Value, quotes: false), ReadSamples(name, lines));
        Demand(_families.TryAdd(name, family), $"{name} stands twice.");
        Check(family);
    }

    private static List<Sample> ReadSamples(string family, Queue<string> lines)
    {
        var samples = new List<Sample>();
        var series = new HashSet<string>(StringComparer.Ordinal);
        while (lines.TryPeek(out var line) && !line.StartsWith('#'))
        {
            var sample = ReadSample(lines.Dequeue());
            Demand(sample.Name == family || sample.Name[..Math.Max(0, sample.Name.LastIndexOf('_'))] == family, $"{sample.Name} stands under {family}.");
            Demand(series.Add(sample.Name + string.Concat(sample.Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal))), $"A series twice: {line}");
            samples.Add(sample);
        }

        return samples;
    }

    private static Sample ReadSample(string line)
    {
        var match = SampleLine().Match(line);
        Demand(match.Success, $"Not a sample: {line}");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in match.Groups["label"].Captures.Zip(match.Groups["text"].Captures))
            Demand(labels.TryAdd(name.Value, Unescape(value.Value, quotes: true)), $"A label twice: {line}");
        return new Sample(match.Groups["name"].Value, labels, Number(match.Groups["value"].Value));
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string text, bool quotes)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            Demand(++i < text.Length, "A backslash at the end.");
            Demand(text[i] is '\\' or 'n' || (quotes && text[i] == '"'), $"An unknown escape: \\{text[i]}");
            plain.Append(text[i] == 'n' ? '\n' : text[i]);
        }

        return plain.ToString();
    }

    private static void Check(Family family)
    {
        if (family.Type == "histogram")
        {
            CheckHistogram(family);
            return;
        }

        Demand(family.Samples.All(sample => sample.Name == family.Name), $"{family.Name} is no histogram.");
        if (family.Type != "counter")
            return;

        Demand(family.Name.EndsWith("_total", StringComparison.Ordinal), $"The counter {family.Name} must end with _total.");
        Demand(family.Samples.All(sample => sample.Value >= 0), $"The counter {family.Name} is below 0.");
    }

    private static void CheckHistogram(Family family)
    {
        foreach (var series in family.Samples.GroupBy(sample => string.Concat(sample.Labels.Where(pair => pair.Key != "le").OrderBy(pair => pair.Key, StringComparer.Ordinal))))
        {
            var buckets = series.Where(sample => sample.Name == $"{family.Name}_bucket").ToList();
            var count = series.Single(sample => sample.Name == $"{family.Name}_count");
            Demand(series.Count(sample => sample.Name == $"{family.Name}_sum") == 1, $"{family.Name} needs one sum.");
            Demand(buckets.Zip(buckets.Skip(1)).All(pair => Number(pair.First["le"]) < Number(pair.Second["le"]) && pair.First.Value <= pair.Second.Value), $"Buckets of {family.Name} must rise.");
            Demand(buckets[^1]["le"] == "+Inf" && buckets[^1].Value.Equals(count.Value), $"The last bucket of {family.Name} is +Inf and holds all.");
        }
    }

    private static void Demand(bool condition, string message)
    {
        if (!condition)
            throw new ExpositionException(message);
    }

    [GeneratedRegex(@"^# (?<word>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Head();

    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<text>([^""\\\n]|\\.)*)""(,(?!\})|(?=\})))*\})? (?<value>[+-]Inf|NaN|-?[0-9.]+([eE][+-]?[0-9]+)?)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SampleLine();
}
