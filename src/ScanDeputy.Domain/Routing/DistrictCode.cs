using System.Diagnostics.CodeAnalysis;

namespace ScanDeputy.Domain.Routing;

/// <summary>
/// A statistical district code (统计用区划代码, National Bureau of Statistics): twelve digits, two each for province, city and
/// county, three each for town and village; groups not used are zero. The nation is twelve zeros, which is ours.
/// <para>
/// A class on purpose: a forgotten value is null, not the nation, which would contain everything.
/// </para>
/// </summary>
public sealed record DistrictCode
{
    private const int FullLength = 12;

    // Digits used up to and including each level, by DistrictLevel.
    private static readonly int[] DigitsOfLevel = [0, 2, 4, 6, 9, FullLength];

    private readonly string value;

    private DistrictCode(string value, DistrictLevel level)
    {
        this.value = value;
        Level = level;
    }

    /// <summary>The root of every chain of ancestors.</summary>
    public static DistrictCode Nation { get; } = new(new string('0', FullLength), DistrictLevel.Nation);

    /// <summary>The last group that is not zero.</summary>
    public DistrictLevel Level { get; }

    /// <summary>
    /// The next wider district, null for the nation. Normally one level up; a town of a city without counties
    /// (东莞 4419-00-003) has the city as its parent.
    /// </summary>
    public DistrictCode? Parent
    {
        get
        {
            if (Level == DistrictLevel.Nation) return null;
            var padded = value[..DigitsOfLevel[(int)Level - 1]].PadRight(FullLength, '0');
            return new DistrictCode(padded, LevelOf(padded));
        }
    }

    /// <summary>The digits that count: "371311" for a county. <see cref="TryParse"/> reads it back.</summary>
    public string Short => value[..DigitsOfLevel[(int)Level]];

    /// <summary>
    /// Reads twelve digits, or a prefix that ends with a level (2, 4, 6 or 9 digits), which is padded with zeros: a
    /// jurisdiction is written "371311". False for other lengths and characters, and when a wider group is zero while a
    /// narrower one is not; only the county group may be skipped, by towns directly under a city.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DistrictCode? code)
    {
        code = null;
        if (text is null || text.Length == 0 || Array.IndexOf(DigitsOfLevel, text.Length) < 0) return false;
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9')) return false;
        var padded = text.PadRight(FullLength, '0');
        var level = LevelOf(padded);
        for (var wider = DistrictLevel.Province; wider < level; wider++)
        {
            if (wider != DistrictLevel.County && IsZero(padded, wider)) return false;
        }
        code = new DistrictCode(padded, level);
        return true;
    }

    /// <summary>Like <see cref="TryParse"/>, for codes the program itself wrote.</summary>
    /// <exception cref="FormatException">Not a district code.</exception>
    public static DistrictCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a statistical district code.");

    /// <summary>The town (乡镇、街道) that this is or lies in; null for whatever is wider.</summary>
    public DistrictCode? Town => SelfAndAncestors().FirstOrDefault(code => code.Level == DistrictLevel.Town);

    /// <summary>The largest code there can be within this district: from itself to here stands what it contains, in the order of codes.</summary>
    public string Last => Short.PadRight(FullLength, '9');

    /// <summary>True when the other district contains this one; every district is within itself and within the nation.</summary>
    public bool IsWithin(DistrictCode other) =>
        value.AsSpan().StartsWith(other.value.AsSpan(0, DigitsOfLevel[(int)other.Level]), StringComparison.Ordinal);

    /// <summary>The wider districts without this one, the most specific first, the nation last.</summary>
    public IEnumerable<DistrictCode> Ancestors()
    {
        for (var wider = Parent; wider is not null; wider = wider.Parent)
            yield return wider;
    }

    /// <summary>This district, then its <see cref="Ancestors"/>.</summary>
    public IEnumerable<DistrictCode> SelfAndAncestors() => Ancestors().Prepend(this);

    /// <summary>All twelve digits: what is stored and compared.</summary>
    public override string ToString() => value;

    private static DistrictLevel LevelOf(string padded)
    {
        var level = DistrictLevel.Village;
        while (level > DistrictLevel.Nation && IsZero(padded, level))
            level--;
        return level;
    }

    private static bool IsZero(string padded, DistrictLevel level)
    {
        var start = DigitsOfLevel[(int)level - 1];
        return !padded.AsSpan(start, DigitsOfLevel[(int)level] - start).ContainsAnyExcept('0');
    }
}
