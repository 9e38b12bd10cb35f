using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Platform.Texts;
using Xunit;

namespace ScanDeputy.Tests.Platform.Texts;

/// <summary>Issue I, 16: what is searched is folded by the program, so that no database has rules of its own.</summary>
public sealed class SearchTextTests
{
    private static readonly string[] Texts =
    [
        "ABC小区3号楼路灯坏了", "ＡＢＣ小区３号楼", "联系 138-0013-8000，晚上。", "Straße İzmir Kelvin K ㎡ ①", "一行\r\n二行\t三行", "𠮷野家门口😀灯", "٣号楼", "半\uD842字", "零\u200B宽\uFEFF字", "——破折号——",
    ];

    [Theory]
    [InlineData("ABC小区", "abc小区")]
    [InlineData("ＡＢＣ小区", "abc小区")]
    [InlineData("LZ-2026-000201", "lz2026000201")]
    [InlineData("ＬＺ－２０２６－０００２０１", "lz2026000201")]
    [InlineData("lz—2026–000201", "lz2026000201")]
    [InlineData("138 0013 8000", "13800138000")]
    [InlineData("0539−8123456", "05398123456")]
    [InlineData("٣号楼", "3号楼")]
    [InlineData("ｶﾞｽ", "ガス")]
    [InlineData("路\u200B灯\u3000坏\n了", "路灯坏了")]
    public void Texts_are_folded(string text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Fact]
    public void What_is_part_of_a_text_is_part_of_its_folded_form()
    {
        foreach (var text in Texts)
        {
            var elements = System.Globalization.StringInfo.ParseCombiningCharacters(text);
            for (var from = 0; from < elements.Length; from++)
            {
                for (var to = from + 1; to <= elements.Length; to++)
                {
                    var part = text[elements[from]..(to == elements.Length ? text.Length : elements[to])];
                    Assert.Contains(SearchText.Fold(part), SearchText.Fold(text), StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Folding_twice_changes_nothing() => Assert.All(Texts, text => Assert.Equal(SearchText.Fold(text), SearchText.Fold(SearchText.Fold(text))));

    [Theory]
    [InlineData("lz-2026-000201", "LZ-2026-000201")]
    [InlineData("ＬＺ－2026－000201", "LZ-2026-000201")]
    [InlineData(" lz2026000201 ", "LZ-2026-000201")]
    [InlineData("0123abc", "0123abc")]
    public void A_typed_number_is_read_as_it_was_issued(string typed, string issued) => Assert.Equal(issued, CaseNumbers.AsIssued(typed));
}
