using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Administration.Holidays;
using ScanDeputy.Server.Features.Administration.Limits;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Lives;

/// <summary>The administrator changes what dates are counted with, on the server and in the reference alike.</summary>
internal sealed class Rules(IServiceProvider services, ReferenceWorld world, Random random)
{
    private readonly Dictionary<int, Dictionary<DateOnly, bool>> _regional = [];
    private int _lastYear = 2026;

    /// <returns>What was imported; null when there was nothing to.</returns>
    public async Task<string?> ImportAsync(DateOnly today, CurrentUser admin)
    {
        if (today >= new DateOnly(_lastYear, 11, 1))
            return await NextYearAsync(admin);

        var day = today.AddDays(random.Next(1, 15));
        var worked = world.IsWorked(day);
        // A holiday on a weekday cannot be taken back: no notice does that.
        if (day.Year > _lastYear || (!worked && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
            return null;

        var year = _regional.TryGetValue(day.Year, out var known) ? known : _regional[day.Year] = [];
        year[day] = !worked;
        world.Turn(day, !worked);
        await ImportAsync(
            admin,
            new CalendarDraft(day.Year, true, null, DaysOf(year, worked: false), DaysOf(year, worked: true), null, null));
        return $"{day:O} {(worked ? "off" : "worked")}";
    }

    /// <returns>What was changed; null when it could not be.</returns>
    public async Task<string?> ChangeLimitsAsync(IEnumerable<Life> lives, CurrentUser admin)
    {
        var handler = services.GetRequiredService<AdministerPolicies.Handler>();
        int[] limits = [random.Next(1, 5), random.Next(1, 5), random.Next(1, 6), random.Next(5, 16), random.Next(1, 8)];
        var draft = new PolicyDraft { TriageLimit = limits[0], HandoverLimit = limits[1], AssignmentLimit = limits[2], HandlingLimit = limits[3], VerdictLimit = limits[4] };
        var added = await handler.AddAsync(draft, admin, WriteContext.OfPage(admin.Id, "/lives", null), CancellationToken.None);
        Assert.False(added.IsRefused, added.Refusal?.Code);
        foreach (var kind in Enum.GetValues<StageKind>())
            world.Limits[kind] = limits[(int)kind];
        if (random.Next(2) == 0)
            return "limits";

        var recomputed = await handler.RecomputeAsync(new AdministerPolicies.Recompute(added.Value.Version), admin, CancellationToken.None);
        Assert.False(recomputed.IsRefused, recomputed.Refusal?.Code);
        foreach (var open in lives.Select(life => life.Model.OpenStage).OfType<ReferenceStage>())
            open.Limit(world.Limits[open.Kind]);
        return "limits of open stages";
    }

    private async Task<string> NextYearAsync(CurrentUser admin)
    {
        var year = ++_lastYear;
        // Every notice has the days whose date the law fixes.
        (int Month, int Day)[] fixedByLaw = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];
        var off = Enumerable.Range(0, 11).Select(i => new DateOnly(year, 1 + i, 3 + i)).Concat(fixedByLaw.Select(day => new DateOnly(year, day.Month, day.Day))).Order().ToList();
        foreach (var day in off)
            world.Turn(day, worked: false);
        await ImportAsync(admin, new CalendarDraft(year, null, ["https://example.org/notice"], [.. off.Select(day => new CalendarDraft.Day(day, "节日"))], null, null, null));
        return $"the notice of {year}";
    }

    private async Task ImportAsync(CurrentUser admin, CalendarDraft draft)
    {
        var imported = await services.GetRequiredService<AdministerCalendars.Handler>().ImportAsync(
            draft, admin, WriteContext.OfPage(admin.Id, "/lives", null), CancellationToken.None);
        Assert.False(imported.IsRefused, imported.Refusal?.Fields.Values.FirstOrDefault()?[0]);
    }

    private static IReadOnlyList<CalendarDraft.Day> DaysOf(Dictionary<DateOnly, bool> days, bool worked) =>
        [.. days.Where(day => day.Value == worked).Select(day => new CalendarDraft.Day(day.Key, "本地"))];
}
