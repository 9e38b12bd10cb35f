using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>
/// How often each code was opened on each Chinese day, and how many of those were known to be far from the station; nothing of who opened it or where. Counted in this process and added to the database every few
/// seconds, so that opening a station costs no write; a node that is killed loses what it had not added yet.
/// </summary>
public sealed partial class ScanCounts(Database database, TimeProvider clock, ILogger<ScanCounts> logger) : BackgroundService
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Parts of what programs that open addresses by themselves call themselves.
    private static readonly string[] Programs =
        ["bot", "spider", "crawl", "slurp", "preview", "curl/", "wget/", "python", "java/", "go-http-client", "httpclient", "headless", "monitor", "scanner"];

    private readonly ConcurrentDictionary<(string Code, DateOnly Day), Tally> _counts = new();

    /// <param name="request">That has opened the station; one by a program, or made before anybody looks, is not counted.</param>
    /// <param name="code">Of a station that was opened, so that there are never more counts than codes.</param>
    public void Count(HttpRequest request, string code)
    {
        if (IsPersons(request))
            Add(code, new Tally(1, 0, 0));
    }

    /// <summary>Whoever opened it has let it be known how far away they were; it is counted as opened by itself.</summary>
    public void CountPlace(HttpRequest request, string code, bool far)
    {
        if (IsNoProgram(request))
            Add(code, new Tally(0, 1, far ? 1 : 0));
    }

    private void Add(string code, Tally one) =>
        _counts.AddOrUpdate((code, ChinaTime.Today(clock)), static (_, more) => more, static (_, now, more) => now.And(more), one);

    /// <summary>Adds what was counted to the database. What could not be written is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var taken = new List<(string Code, DateOnly Day, Tally Count)>();
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out var count))
                taken.Add((key.Code, key.Day, count));
        }

        // In one order on all nodes: rows are locked one after the other.
        var left = new Queue<(string Code, DateOnly Day, Tally Count)[]>(taken.OrderBy(one => one.Code, StringComparer.Ordinal).ThenBy(one => one.Day).Chunk(AtOnce));
        try
        {
            while (left.TryPeek(out var some))
            {
                await database.WriteAsync(scope => AddAsync(scope, some), ct);
                left.Dequeue();
            }
        }
        finally
        {
            foreach (var (code, day, count) in left.SelectMany(some => some))
                _counts.AddOrUpdate((code, day), count, (_, now) => now.And(count));
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
                await TryFlushAsync(stoppingToken);
        }
    }

    internal static bool IsPersons(HttpRequest request)
    {
        var headers = request.Headers;
        return HttpMethods.IsGet(request.Method) && !HttpMethodAnswers.WasHead(request.HttpContext) && IsNoProgram(request)
            && !headers.ContainsKey("Purpose") && !headers.ContainsKey("Sec-Purpose") && !headers.ContainsKey("X-Purpose");
    }

    private static bool IsNoProgram(HttpRequest request) =>
        request.Headers.UserAgent.ToString() is { Length: > 0 } agent && !Programs.Any(part => agent.Contains(part, StringComparison.OrdinalIgnoreCase));

    private async Task TryFlushAsync(CancellationToken ct)
    {
        try
        {
            await FlushAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The program stops; StopAsync adds what is left.
        }
#pragma warning disable CA1031 // The edge of a background task: said, and tried again at the next turn.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.NotAdded(logger, exception.GetType().Name);
        }
    }

    private static async Task<int> AddAsync(WriteScope scope, IReadOnlyList<(string Code, DateOnly Day, Tally Count)> counts)
    {
        foreach (var (code, day, count) in counts)
        {
            var values = new { code, day, count.Scans, count.Placed, count.Far };
            if (await scope.ExecuteAsync(AddToRow, values) == 1)
                continue;

            await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Begin, values);
            await scope.ExecuteAsync(AddToRow, values);
        }

        return counts.Count;
    }

    private const string AddToRow = "update code_scans set scans = scans + @Scans, placed = placed + @Placed, far = far + @Far where code = @code and on_day = @day";

    private const string Begin = " code_scans (code, on_day, scans, placed, far) values (@code, @day, 0, 0, 0)";

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Tally(int Scans, int Placed, int Far)
    {
        public Tally And(Tally other) => new(Scans + other.Scans, Placed + other.Placed, Far + other.Far);
    }

    private static partial class Log
    {
        [LoggerMessage(70, LogLevel.Information, "Scans could not be added to the database ({Exception}); they are kept and added later.")]
        public static partial void NotAdded(ILogger logger, string exception);
    }
}
