using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Platform.Security;

public static class SecurityPlatform
{
    public static IServiceCollection AddSecurity(this IServiceCollection services, string directory)
    {
        services.AddSingleton(_ => KeyRing.OpenOrCreate(Path.Combine(directory, "keys.json")));
        services.AddSingleton<PersonalData>();
        services.AddSingleton<TokenKeyRepository>();
        services.AddSingleton<TokenKeyEncryptor>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, TokenKeySettings>();
        services.AddDataProtection().SetApplicationName("ScanDeputy");
        return services;
    }
}
