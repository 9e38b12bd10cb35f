using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Platform.Security;

public static class SecurityPlatform
{
    public const string KeysSetting = "Keys:File";

    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration, string directory)
    {
        services.AddSingleton(_ => configuration[KeysSetting] is { Length: > 0 } file
            ? KeyRing.Open(file)
            : KeyRing.OpenOrCreate(Path.Combine(directory, "keys.json")));
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
