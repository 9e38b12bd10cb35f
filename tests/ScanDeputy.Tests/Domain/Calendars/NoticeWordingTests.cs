using ScanDeputy.Domain.Calendars;
using Xunit;

namespace ScanDeputy.Tests.Domain.Calendars;

/// <summary>The days of a notice as it is worded, or as lines of a table.</summary>
public sealed class NoticeWordingTests
{
    private const string Of2026 = """
        国务院办公厅关于2026年部分节假日安排的通知
        一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
        三、清明节：4月4日（周六）至6日（周一）放假，共3天。
        四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
        五、端午节：6月19日（周五）至21日（周日）放假，共3天。
        六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
        七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
        """;

    [Fact]
    public void The_notice_of_2026_reads_as_the_program_knows_it()
    {
        var reading = NoticeWording.Read(Of2026);
        Assert.Equal((2026, 0), (reading.Year, reading.Doubts.Count));
        var known = PublishedNotices.All.Single(notice => notice.Year == 2026);
        Assert.Equal(known.Days.OrderBy(day => day.On), reading.Days);
    }

    [Theory]
    [InlineData("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023, "2022-12-31+ 2023-01-01+ 2023-01-02+")]
    [InlineData("元旦：1月1日放假，与周末连休。", 2024, "2024-01-01+")]
    [InlineData("国庆节：10月1日至3日放假。9月28日（星期日）、10月11日上班。", 2025, "2025-09-28- 2025-10-01+ 2025-10-02+ 2025-10-03+ 2025-10-11-")]
    [InlineData("１０月１日（周四）至２日放假", 2026, "2026-10-01+ 2026-10-02+")]
    [InlineData("2027-10-01,放假,国庆节\n2027/10/9\t上班\n2027年10月2日 休 国庆节\n2027.10.10,调休上班,", 2027, "2027-10-01+ 2027-10-02+ 2027-10-09- 2027-10-10-")]
    [InlineData("2026 年放假", 2026, "")]
    [InlineData("2月30日放假", 2026, "")]
    [InlineData("99月99日放假", 2026, "")]
    public void Days_are_read_as_they_are_worded(string text, int year, string days) => Assert.Equal(
        days, string.Join(' ', NoticeWording.Read(text, year).Days.Select(day => $"{day.On:yyyy-MM-dd}{(day.Off ? '+' : '-')}")));

    [Fact]
    public void What_does_not_fit_is_told()
    {
        var reading = NoticeWording.Read("国庆节：10月1日（周五）至7日（周三）放假调休，共8天。", 2026);
        Assert.Equal([("周五", "周四"), ("共8天", "7天")], reading.Doubts.Select(doubt => (doubt.Said, doubt.Is)));
        Assert.Equal(2027, NoticeWording.Read("日期,安排,名称\n2026-12-31,放假,元旦\n2027-01-01,放假,元旦\n2027-01-02,放假,元旦").Year);
        Assert.Null(NoticeWording.Read("10月1日放假").Year);
    }
}
