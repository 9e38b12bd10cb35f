using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Platform.Security;

public static class SecurityPlatform
{
    public const string KeysSetting = "Keys:File";

    /// <summary>Which <see cref="KeyAlgorithm"/> new keys are for; those that there are keep theirs.</summary>
    public const string AlgorithmSetting = "Keys:Algorithm";

    /// <exception cref="RefuseToStartException">The setting names none.</exception>
    public static KeyAlgorithm AlgorithmOf(IConfiguration configuration) => KeyAlgorithm.Find(configuration[AlgorithmSetting] is { Length: > 0 } name ? name : null)
        ?? throw new RefuseToStartException($"Keys__Algorithm is none of {string.Join(", ", KeyAlgorithm.All.Select(algorithm => algorithm.Name))}.");

    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration, string directory)
    {
        var algorithm = AlgorithmOf(configuration);
        services.AddSingleton(_ => configuration[KeysSetting] is { Length: > 0 } file
            ? KeyRing.Open(file)
            : KeyRing.OpenOrCreate(Path.Combine(directory, "keys.json"), algorithm));
        services.AddSingleton<PersonalData>();
        services.AddSingleton<SignedLinks>();
        services.AddSingleton<TokenKeyRepository>();
        services.AddSingleton<TokenKeyRotation>();
        services.AddSingleton<TokenKeyEncryptor>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, TokenKeySettings>();
        services.AddDataProtection().SetApplicationName("ScanDeputy");
        return services;
    }
}
