using System.Buffers;
using System.Text;

namespace ScanDeputy.Domain.Cases.Similar;

/// <summary>
/// What a report says, as the set of its characters and pairs of neighbouring characters, to be compared with another's. Chinese has no
/// blanks between words: pairs stand for words, single characters catch what is said in other words (docs/decisions/0014).
/// </summary>
public sealed class WordSketch
{
    // What a report is about is said at its beginning; more would cost more than it tells.
    private const int Longest = 300;

    // Said in every report, whatever it is about; the longer ones first.
    private static readonly string[] Phrases =
    [
        "给大家一个", "受邻居们委托", "没有结果", "和社区说过", "代表您好", "有关部门", "请代表", "麻烦代表", "安排人", "来看看", "您好", "帮忙", "协调", "解决", "谢谢",
        "感谢", "希望", "盼望", "尽快", "早点", "处理", "答复", "反映", "问题", "督促", "已经", "我们", "附近", "麻烦", "一个", "这个", "请",
    ];

    // Characters that carry no matter by themselves.
    private static readonly SearchValues<char> Grammar = SearchValues.Create("的了是在和有我们也都就很还不没要会被把与到得着过才又再上下个一这那里你您他她它吗呢吧啊请");

    private readonly uint[] _grams;

    private WordSketch(uint[] grams) => _grams = grams;

    public static WordSketch Of(string text)
    {
        var plain = Beginning(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        foreach (var phrase in Phrases)
            plain = plain.Replace(phrase, " ", StringComparison.Ordinal);

        var grams = new List<uint>(2 * plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            if (!char.IsLetterOrDigit(plain[i]))
                continue;
            var grammar = Grammar.Contains(plain[i]);
            if (!grammar)
                grams.Add(plain[i]);
            if (i + 1 < plain.Length && char.IsLetterOrDigit(plain[i + 1]) && !(grammar && Grammar.Contains(plain[i + 1])))
                grams.Add(((uint)plain[i] << 16) | plain[i + 1]);
        }

        grams.Sort();
        return new WordSketch([.. grams.Where((gram, i) => i == 0 || gram != grams[i - 1])]);
    }

    /// <summary>Never half of a pair of surrogates, which is no text.</summary>
    private static string Beginning(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];

    /// <summary>0: nothing in common, 1: the same. The cosine of the two sets, so that a short report and a long one can be alike.</summary>
    public double LikenessTo(WordSketch other)
    {
        if (_grams.Length == 0 || other._grams.Length == 0)
            return 0;

        var (shared, i, j) = (0, 0, 0);
        while (i < _grams.Length && j < other._grams.Length)
        {
            var order = _grams[i].CompareTo(other._grams[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return shared / Math.Sqrt((double)_grams.Length * other._grams.Length);
    }
}
