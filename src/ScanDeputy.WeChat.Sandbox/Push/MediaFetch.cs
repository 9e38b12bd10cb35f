namespace ScanDeputy.WeChat.Sandbox.Push;

/// <summary>The platform downloads what it is to check: at most 10 MB.</summary>
internal static class MediaFetch
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 10 * 1024 * 1024 };

    public static async Task<bool> CanFetchAsync(Uri url, CancellationToken ct)
    {
        try
        {
            using var response = await Http.GetAsync(url, ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
