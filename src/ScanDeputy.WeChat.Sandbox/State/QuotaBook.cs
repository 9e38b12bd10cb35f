namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>Calls per minute and day and path, against the ceilings the platform documents, with the codes it answers with.</summary>
internal sealed class QuotaBook(TimeProvider clock)
{
    private static readonly Ceiling Default = new(int.MaxValue, int.MaxValue, 45011, 45009);

    private static readonly Dictionary<string, Ceiling> Ceilings = new(StringComparer.Ordinal)
    {
        ["/cgi-bin/stable_token"] = new(10_000, 500_000, 45011, 45009),
        ["/wxa/getwxacodeunlimit"] = new(5_000, int.MaxValue, 45009, 45009),
        ["/wxa/resetusersessionkey"] = new(60_000, int.MaxValue, 45011, 45009),
        ["/wxa/msg_sec_check"] = new(4_000, 2_000_000, 44991, 45009),
        ["/wxa/media_check_async"] = new(2_000, 200_000, 44991, 45009),
        // Links are limited to 100 a second; the minute stands in for it.
        ["/wxa/generate_urllink"] = new(6_000, 500_000, 44990, 44993),
        ["/wxa/generatescheme"] = new(6_000, 500_000, 44990, 44993),
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts the call; the errcode when it is one too many.</summary>
    public int? Spend(string path)
    {
        var ceiling = Ceilings.GetValueOrDefault(path, Default);
        lock (_gate)
        {
            var count = Current(path);
            if (count.InMinute >= ceiling.PerMinute) return ceiling.MinuteCode;
            if (count.InDay >= ceiling.PerDay) return ceiling.DayCode;
            count.InMinute++;
            count.InDay++;
            return null;
        }
    }

    /// <summary>As if the ceiling of the running minute or day had just been reached.</summary>
    public void Exhaust(string path, SandboxQuotaWindow window)
    {
        var ceiling = Ceilings.GetValueOrDefault(path, Default);
        lock (_gate)
        {
            var count = Current(path);
            if (window == SandboxQuotaWindow.Minute) count.InMinute = ceiling.PerMinute;
            else count.InDay = ceiling.PerDay;
        }
    }

    private Count Current(string path)
    {
        if (!_counts.TryGetValue(path, out var count)) _counts.Add(path, count = new Count());
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        // The platform's day is Beijing's.
        var day = (minute + 480) / 1440;
        if (count.Minute != minute) (count.Minute, count.InMinute) = (minute, 0);
        if (count.Day != day) (count.Day, count.InDay) = (day, 0);
        return count;
    }

    private sealed record Ceiling(int PerMinute, int PerDay, int MinuteCode, int DayCode);

    private sealed class Count
    {
        public long Minute { get; set; }

        public int InMinute { get; set; }

        public long Day { get; set; }

        public int InDay { get; set; }
    }
}
