using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace ScanDeputy.Server.Pages;

/// <summary>
/// Styles and scripts: small on the wire, and kept by browsers for a year under an address that has their fingerprint. Pages are not compressed here:
/// they carry the tokens of their forms, whose secrecy a compressed answer would give away.
/// </summary>
internal static class StaticParts
{
    // As the framework's file provider and tag helper name it.
    private const string Fingerprint = "v";
    private const string Year = "public, max-age=31536000, immutable";

    // Without a fingerprint it is asked about each time, and answered by its tag.
    private const string AskFirst = "no-cache";

    public static IServiceCollection AddStaticParts(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/css", "text/javascript", "application/javascript"];
        })
        .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

    public static void UseStaticParts(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = prepared => prepared.Context.Response.Headers.CacheControl = prepared.Context.Request.Query[Fingerprint].Count > 0 ? Year : AskFirst,
        });
    }
}
