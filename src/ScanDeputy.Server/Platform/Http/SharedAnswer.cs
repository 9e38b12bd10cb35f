using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>An answer that is the same for everybody: whoever is on the way may keep it for a minute, and it is not sent again to who has it.</summary>
public sealed class SharedAnswer<T>(T value) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        SharedAnswers.Of(httpContext, JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options), "application/json; charset=utf-8").ExecuteAsync(httpContext);
}

public static class SharedAnswers
{
    public const string Cache = "public, max-age=60";

    /// <param name="context">Of the request.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="fileName">Under which it is kept; null for what is looked at.</param>
    public static IResult Of(HttpContext context, byte[] bytes, string mediaType, string? fileName = null)
    {
        context.Response.Headers.CacheControl = Cache;
        return TypedResults.File(bytes, mediaType, fileName, entityTag: new EntityTagHeaderValue(TagOf(bytes)));
    }

    /// <summary>In its quotation marks.</summary>
    public static string TagOf(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"";
}
