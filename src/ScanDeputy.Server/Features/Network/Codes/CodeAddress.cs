using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>What plain codes say: where a scanned one leads.</summary>
public sealed class CodeAddress(IOptions<CodeOptions> options)
{
    /// <summary>Without a trailing slash: as configured, else where the program is being asked.</summary>
    public string Host(HttpRequest request) => options.Value.Address?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    public string Of(string code, HttpRequest request) => Of(code, Host(request));

    public static string Of(string code, string host) => $"{host}/s/{code}";
}
