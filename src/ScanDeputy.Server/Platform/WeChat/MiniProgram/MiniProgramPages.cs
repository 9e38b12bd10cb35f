using System.Text.Json;
using System.Text.Json.Serialization;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Platform.WeChat.MiniProgram;

/// <summary>
/// The pages of the released mini-program, out of <c>miniprogram-contracts/pages.json</c>, which the mini-program's own tests hold equal to its app.json.
/// Whatever leads into the mini-program asks here, so that WeChat never refuses a page (errcode 41030).
/// </summary>
public static class MiniProgramPages
{
    private static readonly Lazy<Contract> File = new(Read);

    public static IReadOnlyList<MiniProgramPage> All => File.Value.Pages;

    /// <exception cref="InvalidOperationException">The contract has no such page.</exception>
    public static MiniProgramPage Named(string name) =>
        All.FirstOrDefault(page => string.Equals(page.Name, name, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"pages.json has no page '{name}'.");

    /// <summary>Where a message leads: without a leading slash, the parameters in the query.</summary>
    /// <exception cref="InvalidOperationException">The contract has no such page, or the page no such parameter, or it lacks one.</exception>
    public static string Address(string name, params (string Name, string Value)[] parameters)
    {
        var page = Named(name);
        if (parameters.FirstOrDefault(given => !page.Takes(given.Name)) is ({ } unknown, _))
            throw new InvalidOperationException($"The page '{name}' has no parameter '{unknown}'.");
        if (page.Parameters.FirstOrDefault(known => known.Required && !parameters.Any(given => given.Name == known.Name)) is { } missing)
            throw new InvalidOperationException($"The page '{name}' needs its parameter '{missing.Name}'.");

        return parameters.Length == 0 ? page.Path : $"{page.Path}?{string.Join('&', parameters.Select(given => $"{given.Name}={Uri.EscapeDataString(given.Value)}"))}";
    }

    private static Contract Read()
    {
        using var stream = typeof(MiniProgramPages).Assembly.GetManifestResourceStream("pages.json")!;
        return JsonSerializer.Deserialize<Contract>(stream, ApiJson.Options)!;
    }

    private sealed record Contract
    {
        public IReadOnlyList<MiniProgramPage> Pages { get; init; } = [];
    }
}

/// <param name="Name">By which the program calls it; the path may change between releases.</param>
/// <param name="Path">Without a leading slash.</param>
public sealed record MiniProgramPage(string Name, string Path, IReadOnlyList<MiniProgramParameter> Parameters, IReadOnlyList<string> Entry)
{
    /// <summary>Whether the page reads a parameter of this name.</summary>
    public bool Takes(string parameter) => Parameters.Any(known => string.Equals(known.Name, parameter, StringComparison.Ordinal));
}

public sealed record MiniProgramParameter(string Name, [property: JsonRequired] bool Required);
