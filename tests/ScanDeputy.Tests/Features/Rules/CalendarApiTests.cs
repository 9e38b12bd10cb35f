using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Rules;

public sealed class CalendarApiTests(CalendarApiTests.OneServer fixture) : IClassFixture<CalendarApiTests.OneServer>
{
    [Theory]
    // Received on the last day before the spring festival of 2026: Monday 16 February is off until the 23rd; Saturday the 28th is worked.
    [InlineData("2026-02-14T09:30:00%2B08:00", 2, "2026-02-25", false)]
    [InlineData("2026-02-25T23:59:59%2B08:00", 3, "2026-02-28", false)]
    // 16:30 UTC is already the next day in China.
    [InlineData("2026-05-14T16:30:00Z", 2, "2026-05-19", false)]
    [InlineData("2026-05-14T15:59:00Z", 2, "2026-05-18", false)]
    [InlineData("2026-05-14", 2, "2026-05-18", false)]
    [InlineData("2026-12-22T10:00:00%2B08:00", 2, "2026-12-24", false)]
    [InlineData("2026-12-24T10:00:00%2B08:00", 2, "2026-12-28", true)]
    public async Task Due_dates_follow_the_notices(string receivedAt, int workingDays, string dueOn, bool provisional)
    {
        using var client = fixture.Server.Anonymous();
        var answer = (await client.GetAsync($"/api/v1/calendar/due?receivedAt={receivedAt}&workingDays={workingDays}")).Expect(HttpStatusCode.OK);
        Assert.Equal((dueOn, provisional), ((string)answer["dueOn"]!, (bool)answer["provisional"]!));
        var days = answer["days"].AsArray();
        Assert.Equal(workingDays, days.Count(day => (bool)day!["counted"]!));
        Assert.Equal(dueOn, (string)days[^1]!["date"]!);
        Assert.False((bool)days[0]!["counted"]!);
    }

    [Theory]
    [InlineData("receivedAt=9999-12-31T23:59:59Z&workingDays=2")]
    [InlineData("receivedAt=&workingDays=2")]
    [InlineData("receivedAt=yesterday&workingDays=2")]
    [InlineData("receivedAt=2026-13-01T00:00:00Z&workingDays=2")]
    [InlineData("receivedAt=9999-12-31&workingDays=2")]
    [InlineData("receivedAt=2026-05-14&workingDays=0")]
    [InlineData("receivedAt=2026-05-14&workingDays=-3")]
    [InlineData("receivedAt=2026-05-14&workingDays=100000")]
    [InlineData("receivedAt=2026-05-14&workingDays=two")]
    [InlineData("")]
    public async Task What_cannot_be_counted_is_refused_by_field(string query)
    {
        using var client = fixture.Server.Anonymous();
        (await client.GetAsync($"/api/v1/calendar/due?{query}")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task A_published_year_has_its_notice_and_another_is_not_known()
    {
        using var client = fixture.Server.Anonymous();
        var year = (await client.GetAsync("/api/v1/calendar/2026")).Expect(HttpStatusCode.OK);
        Assert.Contains(year["makeupDays"].AsArray(), day => (string)day!["date"]! == "2026-02-28");
        Assert.StartsWith("https://www.gov.cn/", (string)year["sources"][0]!, StringComparison.Ordinal);
        (await client.GetAsync("/api/v1/calendar/2027")).Expect(HttpStatusCode.NotFound, "calendar_unpublished");
    }

    [Fact]
    public async Task In_a_year_without_a_notice_the_explanation_names_the_days_fixed_by_law()
    {
        using var client = fixture.Server.Anonymous();
        var answer = (await client.GetAsync("/api/v1/calendar/due?receivedAt=2026-12-31&workingDays=1")).Expect(HttpStatusCode.OK);
        Assert.Equal(("2027-01-04", true), ((string)answer["dueOn"]!, (bool)answer["provisional"]!));
        var first = answer["days"].AsArray().Single(day => (string)day!["date"]! == "2027-01-01")!;
        Assert.Equal(("holiday", false, "元旦（法定假日）"), ((string)first["kind"]!, (bool)first["counted"]!, (string)first["name"]!));

        using var page = new PageClient(fixture.Server.Address);
        using var why = await page.GetAsync("/why?receivedAt=2026-12-31&workingDays=1");
        var text = await why.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("元旦（法定假日）", text, StringComparison.Ordinal);
        Assert.Contains("元旦、劳动节、国庆节的法定假日已经除去", text, StringComparison.Ordinal);
    }

    public sealed class OneServer : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
