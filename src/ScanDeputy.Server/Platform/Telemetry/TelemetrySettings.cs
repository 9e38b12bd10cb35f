using System.Globalization;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>What is measured for whom. Nothing is unless a setting asks for it; production has the metrics page by default.</summary>
/// <param name="PageUrls">Where <c>GET /metrics</c> listens; empty for nowhere.</param>
/// <param name="Exports">True when traces and metrics go to an OTLP collector.</param>
/// <param name="TraceRatio">The share of traces that is kept, 0 to 1.</param>
public sealed record TelemetrySettings(IReadOnlyList<string> PageUrls, bool Exports, double TraceRatio)
{
    public const string UrlsSetting = "Operations:Urls";
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string RatioSetting = "Telemetry:TraceRatio";

    private const string ProductionUrls = "http://127.0.0.1:9464";
    private const double UsualRatio = 0.1;

    public bool HasPage => PageUrls.Count > 0;

    public bool IsOn => HasPage || Exports;

    /// <exception cref="RefuseToStartException">A setting cannot be used.</exception>
    public static TelemetrySettings Read(IConfiguration configuration)
    {
        var urls = configuration[UrlsSetting] ?? (Profiles.IsProduction(configuration) ? ProductionUrls : "");
        return new TelemetrySettings(
            [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(CheckUrl)],
            IsEndpoint(configuration[EndpointSetting]),
            ReadRatio(configuration[RatioSetting]));
    }

    private static string CheckUrl(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address is { Scheme: "http", PathBase: "" })
                return url;
        }
        catch (FormatException)
        {
            // Told below, in one line with the setting's name.
        }

        throw new RefuseToStartException($"Operations__Urls '{url}' is not an address to listen on: write it like {ProductionUrls}.");
    }

    private static bool IsEndpoint(string? endpoint)
    {
        if (string.IsNullOrEmpty(endpoint))
            return false;

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? true
            : throw new RefuseToStartException($"{EndpointSetting} is not an http address.");
    }

    private static double ReadRatio(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return UsualRatio;

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw new RefuseToStartException($"Telemetry__TraceRatio '{text}' is not a number from 0 to 1.");
    }
}
