using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>The section "Limits", what concerns photos: they stay for years, so one person must not be able to fill the disk.</summary>
public sealed class PhotoQuotaOptions
{
    /// <summary>Photos of one person that wait to be sent with something; what is never sent is deleted after a day.</summary>
    public int PhotosWaiting { get; set; } = 27;

    /// <summary>Photos that one person sends up in 24 hours.</summary>
    public int PhotosPerDay { get; set; } = 100;
}

/// <summary>How many photos one person may send up. Counted in the database, in the transaction that stores the next one.</summary>
public sealed class PhotoQuota(PhotoQuotaOptions options, LimitOptions limits, TimeProvider clock)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns>Null when there is room for one more.</returns>
    public async Task<Refusal?> CheckAsync(WriteScope scope, string ownerId)
    {
        if (!limits.Enabled)
            return null;

        // Of two at once the second waits here, and counts the first.
        await scope.FirstOrDefaultAsync<string>($"select id from users where id = @ownerId{scope.Dialect.ForUpdate}", new { ownerId });
        var counted = (await scope.FirstOrDefaultAsync<Counted>(Count, new { ownerId, Since = clock.GetUtcNow() - Day }))!;
        if (options.PhotosWaiting > 0 && counted.Waiting >= options.PhotosWaiting)
            return Refusal.OfField("file", ErrorTexts.Field("field_photos_waiting", options.PhotosWaiting));
        return options.PhotosPerDay > 0 && counted.Today >= options.PhotosPerDay ? Refusal.OfField("file", ErrorTexts.Field("field_photos_day", options.PhotosPerDay)) : null;
    }

    private const string Count = """
        select (select count(*) from attachments where owner_id = @ownerId and case_id is null) as waiting,
          (select count(*) from attachments where owner_id = @ownerId and created_at > @Since) as today
        """;

    private sealed record Counted
    {
        public int Waiting { get; init; }

        public int Today { get; init; }
    }
}
