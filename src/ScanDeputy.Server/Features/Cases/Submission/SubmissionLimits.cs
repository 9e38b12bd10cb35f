using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>The section "Limits", what concerns reports.</summary>
public sealed class SubmissionLimitOptions
{
    /// <summary>Reports of one person in 10 minutes.</summary>
    public int SubmissionsPerUser { get; set; } = 10;

    /// <summary>Reports at one station in an hour: a crowded reception day, not a flood.</summary>
    public int SubmissionsPerStation { get; set; } = 120;

    internal RateLimit OfPerson => new("submissions-user", SubmissionsPerUser, TimeSpan.FromMinutes(10));

    internal RateLimit OfStation => new("submissions-station", SubmissionsPerStation, TimeSpan.FromHours(1));
}

/// <summary>How often one person and one station may be behind a report.</summary>
public sealed class SubmissionLimits(RequestLimits limits, SubmissionLimitOptions options, StationCache stations)
{
    /// <summary>A report from a page, whose form counts as a writing call already.</summary>
    public async Task<Refusal?> TakeAsync(HttpContext context, string? stationCode, string? idempotencyKey, CancellationToken ct) =>
        await limits.TakeAsync(context, await UsesOfAsync(context, stationCode, ct), idempotencyKey);

    private async Task<IReadOnlyList<RateUse>> UsesOfAsync(HttpContext context, string? stationCode, CancellationToken ct)
    {
        var uses = new List<RateUse>();
        if (WriteContext.CallerOf(context) is { } person)
            uses.Add(new RateUse(options.OfPerson, person, OncePerKey: true));
        if (await stations.FindStationAsync(stationCode, ct) is { } station)
            uses.Add(new RateUse(options.OfStation, station, OncePerKey: true));
        return uses;
    }

    /// <summary>Of the endpoint that takes reports.</summary>
    internal sealed class OfCall : ICallLimits
    {
        public async ValueTask<IReadOnlyList<RateUse>> UsesOfAsync(EndpointFilterInvocationContext invocation, RequestLimits limits)
        {
            var context = invocation.HttpContext;
            var code = invocation.Arguments.OfType<SubmitCase.Request>().FirstOrDefault()?.StationCode;
            return await context.RequestServices.GetRequiredService<SubmissionLimits>().UsesOfAsync(context, code, context.RequestAborted);
        }
    }
}
