using FsCheck;
using FsCheck.Fluent;
using ScanDeputy.Domain.Stations;
using Xunit;

namespace ScanDeputy.Tests.Domain.Stations;

public class StationCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly string[] Samples = MakeSamples();

    [Fact]
    public void Code_is_written_and_read_back() => Prop.ForAll(RandomBytes(), bytes =>
    {
        var code = StationCode.Create(bytes);
        return StationCode.TryParse(code.ToString(), out var plain) && plain == code
            && StationCode.TryParse(code.Display, out var printed) && printed == code;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Code_has_eleven_characters_of_the_alphabet_and_prints_in_groups()
    {
        var code = StationCode.Create([0, 1, 2, 3, 4, 5, 6]);

        Assert.Equal("000G40R40MV", code.ToString());
        Assert.Equal("000G-40R4-0MV", code.Display);
    }

    [Fact]
    public void Scene_fits_what_wechat_allows()
    {
        foreach (var sample in Samples)
        {
            Assert.True(StationCode.TryParse(sample, out var code));
            Assert.Matches("^[0-9A-Z]{1,32}$", code.Scene);
        }
    }

    [Fact]
    public void Fifty_random_bits_are_used_and_no_more()
    {
        var zero = StationCode.Create(new byte[7]);
        for (var bit = 0; bit < 56; bit++)
        {
            var bytes = new byte[7];
            bytes[bit / 8] = (byte)(0x80 >> (bit % 8));
            Assert.Equal(bit < 50, StationCode.Create(bytes) != zero);
        }
    }

    [Fact]
    public void Too_few_random_bytes_are_refused() => Assert.Throws<ArgumentException>(() => StationCode.Create(new byte[6]));

    [Fact]
    public void Every_wrong_character_is_caught()
    {
        foreach (var sample in Samples)
        {
            for (var at = 0; at < sample.Length; at++)
            {
                foreach (var wrong in Alphabet.Where(c => c != sample[at]))
                    Assert.False(StationCode.TryParse(sample[..at] + wrong + sample[(at + 1)..], out _));
            }
        }
    }

    [Fact]
    public void Every_exchange_of_two_characters_is_caught()
    {
        foreach (var sample in Samples)
        {
            for (var (first, second) = (0, 1); first < sample.Length - 1; (first, second) = second == sample.Length - 1 ? (first + 1, first + 2) : (first, second + 1))
            {
                if (sample[first] == sample[second]) continue;
                var typed = sample.ToCharArray();
                (typed[first], typed[second]) = (typed[second], typed[first]);
                Assert.False(StationCode.TryParse(new string(typed), out _));
            }
        }
    }

    /// <summary>The check is linear: code ⊕ wrong code is itself a valid word, so these differences, tried once, stand for all 32¹⁰ codes.</summary>
    [Fact]
    public void No_difference_of_one_character_or_one_exchange_is_a_code()
    {
        for (var at = 0; at < StationCode.Length; at++)
        {
            foreach (var difference in Alphabet[1..])
            {
                Assert.False(StationCode.TryParse(Word((at, difference)), out _));
                for (var other = at + 1; other < StationCode.Length; other++)
                    Assert.False(StationCode.TryParse(Word((at, difference), (other, difference)), out _));
            }
        }
    }

    [Theory]
    [InlineData("000g40r40mv")]
    [InlineData(" 000G 40R4 0MV ")]
    [InlineData("OoO-G40R-40MV")]
    [InlineData("０００Ｇ－４０Ｒ４－０ＭＶ")]
    [InlineData("ｏｏ０ｇ　４０ｒ４——０ｍｖ")]
    [InlineData("000G–40R4‑0MV")]
    public void Typed_forms_are_understood(string typed)
    {
        Assert.True(StationCode.TryParse(typed, out var code));
        Assert.Equal("000G40R40MV", code.ToString());
    }

    [Fact]
    public void I_and_l_are_read_as_one()
    {
        var code = Samples.First(sample => sample.Contains('1', StringComparison.Ordinal));
        foreach (var alike in "IiLlＩｌ")
        {
            Assert.True(StationCode.TryParse(code.Replace('1', alike), out var read));
            Assert.Equal(code, read.ToString());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-----------")]
    [InlineData("000G40R40M")]
    [InlineData("000G40R40MV2")]
    [InlineData("000G40R40M3")]
    [InlineData("000G40R40MU")]
    [InlineData("000G40R40M²")]
    [InlineData("000G40R4٠MV")]
    [InlineData("000G40R40MV.")]
    [InlineData("000G40R40MV                                                                       ")]
    public void Anything_else_is_refused(string? typed)
    {
        Assert.False(StationCode.TryParse(typed, out var code));
        Assert.Null(code);
    }

    [Fact]
    public void Any_text_is_answered_without_an_exception() =>
        Prop.ForAll<string>(text => StationCode.TryParse(text, out var code) == (code is not null)).QuickCheckThrowOnFailure();

    private static Arbitrary<byte[]> RandomBytes() =>
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(StationCode.RandomBytes).ToArbitrary();

    private static string Word(params (int At, char Value)[] differences)
    {
        var word = new string('0', StationCode.Length).ToCharArray();
        foreach (var (at, value) in differences)
            word[at] = value;
        return new string(word);
    }

    private static string[] MakeSamples()
    {
        var random = new Random(20260101);
        return [.. Enumerable.Range(0, 200).Select(_ =>
        {
            var bytes = new byte[StationCode.RandomBytes];
            random.NextBytes(bytes);
            return StationCode.Create(bytes).ToString();
        })];
    }
}
