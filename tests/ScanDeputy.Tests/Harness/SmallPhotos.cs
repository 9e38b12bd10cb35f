using System.Net;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>What holds wherever a photo is given out: its small form beside it, told apart by caches, and no other form.</summary>
public static class SmallPhotos
{
    public static async Task AreGivenAsync(ApiClient client, string address)
    {
        var with = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var whole = await client.FileAsync(address);
        using var small = await client.FileAsync($"{address}{with}size=small");
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (small.StatusCode, small.Content.Headers.ContentType!.MediaType));
        Assert.InRange(small.Content.Headers.ContentLength!.Value, 1, 30_000);
        Assert.NotEqual(whole.Headers.ETag, small.Headers.ETag);
        Assert.Equal(whole.Headers.CacheControl, small.Headers.CacheControl);
        (await client.GetAsync($"{address}{with}size=huge")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }
}
