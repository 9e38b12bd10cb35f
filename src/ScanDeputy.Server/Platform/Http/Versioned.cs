using System.Globalization;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>Answers something with its version as ETag, which the next change must bring as <c>If-Match</c>.</summary>
internal sealed class Versioned<T>(T value, int version) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetVersion(version);
        return TypedResults.Ok(value).ExecuteAsync(httpContext);
    }
}

internal static class VersionHeader
{
    public static void SetVersion(this HttpResponse response, int version) => response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
