using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Texts;
using Xunit;

namespace ScanDeputy.Tests.Platform.Texts;

/// <summary>What a text may hold, how long it is, and what of it is seen.</summary>
public sealed class WrittenTextTests
{
    /// <summary>Also used where texts come in: none of these may pass there.</summary>
    public static readonly string[] NotCarried =
    [
        "\0", "\u0001", "\u0008", "\u000B", "\u000C", "\u001B", "\u001F", "\u007F", "\u0085", "\u009F", "\uFFFE", "\uFFFF", "\uFDD0", "\uFDEF", "\U0001FFFE", "\U0010FFFF",
        "\uD800", "\uDC00", "\uDBFFa", "\uDC00\uD800",
    ];

    [Fact]
    public void What_xml_json_or_dotnet_cannot_carry_is_known_and_replaced()
    {
        foreach (var text in NotCarried)
        {
            Assert.False(WrittenText.IsCarried($"路灯{text}坏了"), $"U+{(int)text[0]:X4}");
            var carried = WrittenText.Carry($"路灯{text}坏了");
            Assert.True(WrittenText.IsCarried(carried));
            Assert.StartsWith("路灯\uFFFD", carried, StringComparison.Ordinal);
            Assert.EndsWith("坏了", carried, StringComparison.Ordinal);
        }

        foreach (var text in (string[])["", "路灯\t坏了\r\n", "𠮷👨‍👩‍👧‍👦", "\u202E\u200B\u3164", "\uFFFD", "\uE000"])
        {
            Assert.True(WrittenText.IsCarried(text));
            Assert.Same(text, WrittenText.Carry(text));
        }
    }

    [Theory]
    [InlineData("路灯坏了", 4, 4)]
    [InlineData("  路灯坏了\r\n", 4, 4)]
    [InlineData("路灯\r\n坏了", 5, 4)]
    [InlineData("路灯\n坏了", 5, 4)]
    [InlineData("路灯\r坏了", 5, 4)]
    [InlineData("a         b", 11, 2)]
    [InlineData("👨‍👩‍👧‍👦🇨🇳👍🏿", 3, 3)]
    [InlineData("e\u0301a\u0308", 2, 2)]
    [InlineData("路\u200B灯\u200D\uFEFF", 2, 2)]
    [InlineData("𠮷𠮷", 2, 2)]
    public void A_text_is_as_long_as_it_is_seen(string text, int length, int shown) =>
        Assert.Equal((length, shown), (WrittenText.Length(text), WrittenText.Shown(text)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u3000\u00A0\u2028\u2029")]
    [InlineData("\u200B\u200C\u200D\u2060\uFEFF\u00AD\u034F\u061C\u180E")]
    [InlineData("\u3164\u115F\u1160\uFFA0\u2800")]
    [InlineData("\u202E\u2066\u200F")]
    [InlineData("\u0301\u20DD\uFE0F")]
    [InlineData("\U000E0041\U000E007F")]
    public void Nothing_that_is_seen_is_nothing(string? text)
    {
        Assert.True(WrittenText.ShowsNothing(text));
        Assert.Equal(0, WrittenText.Length(text));
        Assert.Null(TextRules.CleanOrNull(text));
    }

    [Theory]
    [InlineData("路灯坏了", "路灯坏了")]
    [InlineData("\u202E路灯", "\u2068\u202E路灯\u202C\u2069")]
    [InlineData("路灯\u2069\u202C坏了", "\u2068路灯坏了\u2069")]
    [InlineData("\u2067路灯\n坏了", "\u2068\u2067路灯\u2069\u2069\n\u2068坏了\u2069")]
    [InlineData("שלום", "\u2068שלום\u2069")]
    public void A_text_turns_nothing_around_it(string text, string isolated) => Assert.Equal(isolated, WrittenText.Isolate(text));

    [Fact]
    public void Characters_are_never_cut_in_two()
    {
        Assert.Equal("路灯", WrittenText.Cut("路灯", 2));
        Assert.Equal("👨‍👩‍👧‍👦𠮷…", WrittenText.Cut("👨‍👩‍👧‍👦𠮷坏了", 2));
        Assert.True(WrittenText.IsOverloaded("灯" + new string('\u0301', 700), 50));
        Assert.False(WrittenText.IsOverloaded(string.Concat(Enumerable.Repeat("👨🏿‍👩🏿‍👧🏿‍👦🏿", 50)), 50));
    }

    [Fact]
    public void Papers_can_be_written_whatever_a_text_holds_and_turn_nothing()
    {
        foreach (var text in NotCarried.Append("\u202E路灯"))
        {
            var document = new PrintDocument(text, text,
                [new PrintHeading(text), new PrintText(text), new PrintForm([new PrintLine(text, text)]), new PrintTable([text], [[text]]), new PrintSignature(text, text)]);
            Assert.True(WrittenText.IsCarried(PrintHtml.WholeFile(document)));
            using var word = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(new MemoryStream(PrintWord.Render(document)), isEditable: false);
            var written = word.MainDocumentPart!.Document!.Body!.InnerText;
            Assert.Contains(text == "\u202E路灯" ? "\u2068\u202E路灯\u202C\u2069" : "\uFFFD", written, StringComparison.Ordinal);
        }
    }
}
