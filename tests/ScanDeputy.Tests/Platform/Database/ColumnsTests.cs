using ScanDeputy.Domain.Calendars;
using ScanDeputy.Tests.Demo;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

public class ColumnsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 30, 0, ChinaTime.Offset);

    [Fact]
    public async Task Least_instant_of_no_rows_is_null()
    {
        await using var empty = await SeededDatabase.EmptyAsync(Start);

        Assert.Null(await empty.ValueAsync<DateTimeOffset?>("select min(next_alert_at) from stages"));
        Assert.Null(await empty.ValueAsync<DateOnly?>("select min(due_on) from stages"));
        Assert.Equal(Start, await empty.ValueAsync<DateTimeOffset?>("select @Start", new { Start }));
        Assert.Equal(1, await empty.ValueAsync<long>("select @Nothing is null", new { Nothing = (DateTimeOffset?)null }));
    }
}
