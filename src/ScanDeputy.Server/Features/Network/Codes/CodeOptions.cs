using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.WeChat.MiniProgram;

namespace ScanDeputy.Server.Features.Network.Codes;

/// <summary>How codes are printed.</summary>
public sealed class CodeOptions
{
    public const string Section = "Codes";

    /// <summary>Where a scanned code leads, for example <c>https://lz.example.cn</c>; null: where the program is being asked for the picture.</summary>
    public Uri? Address { get; set; }

    /// <summary>Metres from its station from which a scan counts as far, where the phone says where it is.</summary>
    public int FarMetres { get; set; } = 2000;

    /// <summary>The mini-program's page behind a mini-program code, without a leading slash: one of pages.json that reads a scene.</summary>
    public string MiniProgramPage { get; set; } = MiniProgramPages.Named("station").Path;
}

public sealed class CodeOptionsValidator : IValidateOptions<CodeOptions>
{
    public ValidateOptionsResult Validate(string? name, CodeOptions options) =>
        Faults(options).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Faults(CodeOptions options)
    {
        if (options.Address is { } address && !(address is { IsAbsoluteUri: true, Query: "", Fragment: "" } && (address.IsLoopback || address.Scheme == Uri.UriSchemeHttps)))
            yield return "Codes:Address must be an https address without a query.";
        if (options.FarMetres <= 0)
            yield return "Codes:FarMetres must be a number of metres above 0.";
        if (!MiniProgramPages.All.Any(page => page.Path == options.MiniProgramPage && page.Takes("scene")))
            yield return "Codes:MiniProgramPage must be a page of miniprogram-contracts/pages.json that has the parameter scene, without a leading slash and without a query.";
    }
}
