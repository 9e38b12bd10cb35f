using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Network.Bulk;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Pictures;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.Network.Verification;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Jobs;

namespace ScanDeputy.Server.Features.Network;

public static class NetworkFeature
{
    public static IServiceCollection AddNetwork(this IServiceCollection services, IConfiguration configuration) => services
        .AddCodes(configuration)
        .AddReceptions()
        .AddSingleton<GetStationByCode.Handler>()
        .AddSingleton<ListStations.Handler>()
        .AddSingleton<OwnStationCodes>()
        .AddSingleton<OpenCodes>()
        .AddSingleton<StationCache>()
        .AddSingleton<ScanCounts>()
        .AddHostedService(provider => provider.GetRequiredService<ScanCounts>())
        .AddSingleton<StaffClosing>()
        .AddSingleton<ImportMasterData>()
        .AddSingleton<ImportCounty.Handler>()
        .AddSingleton<ImportDistricts.Handler>()
        .AddSingleton<FindDistricts.Handler>()
        .AddSingleton<FindDeputies.Handler>()
        .AddSingleton<StationPhotos.Handler>()
        .AddSingleton<DeputyPhoto.Handler>()
        .AddSingleton<AgencyProposals>()
        .AddSingleton<TryAgencyRules.Handler>()
        .AddSingleton<AgencyGaps>()
        .AddSingleton<ListAgencyGaps.Handler>()
        .AddSingleton<RegisterLists>()
        .AddSingleton<ListDataChanges.Handler>()
        .AddSingleton<RegisterWrites>()
        .AddSingleton<RegisterDesks>()
        .AddSingleton<GetChecklist.Handler>()
        .AddSingleton<SeatDeputies.Handler>();

    public static void MapNetwork(this RouteGroupBuilder api)
    {
        GetStationByCode.Map(api);
        TellPlaceOfScan.Map(api);
        ListStations.Map(api);
        ListAgencies.Map(api);
        var own = api.MapGroup("/admin/stations").RequireAuthorization(Rights.Administer);
        ListOwnStations.Map(own);
        AdministerCodes.Map(own);
        StationPhotos.Map(own);
        var admin = api.MapGroup("/admin").RequireAuthorization(Rights.Administer);
        IssueManyCodes.Map(admin);
        PrintPlates.Map(admin);
        AdministerPlateStyle.Map(admin);
        VerificationFiles.Map(admin);
        BulkJobs.Map(api);
        ImportCounty.Map(admin);
        GetChecklist.Map(admin);
        TryAgencyRules.Map(admin);
        ListAgencyGaps.Map(admin);
        SeatDeputies.Map(admin);
        admin.MapRegister(StationRegister.Instance, lists: false);
        admin.MapRegister(DeputyRegister.Instance);
        admin.MapRegister(AgencyRegister.Instance);
        admin.MapRegister(AgencyRuleRegister.Instance);
        admin.MapRegister(CategoryRegister.Instance);
        admin.MapRegister(DistrictRegister.Instance, imports: false);
        ImportDistricts.Map(admin);
        FindDistricts.Map(api);
        FindDeputies.Map(api);
        DeputyPhoto.Map(api, admin);
        admin.MapRegister(ConstituencyRegister.Instance);
        admin.MapRegister(AnswerTemplateRegister.Instance);
        // Who ends a term keeps it as well.
        api.MapGroup("/admin").RequireAuthorization(Rights.People).MapRegister(TermRegister.Instance);
        admin.MapRegister(ReceptionRuleRegister.Instance);
        api.MapReceptions(admin);
    }

    private static IServiceCollection AddCodes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CodeOptions>().Bind(configuration.GetSection(CodeOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CodeOptions>, CodeOptionsValidator>());
        return services.AddMemoryCache(memory => memory.SizeLimit = PicturesKept).AddSingleton<AdministerCodes.Handler>().AddSingleton<CodePictures.Handler>().AddSingleton<AppLinks>().AddSingleton<VerificationFiles.Handler>().AddSingleton<AdministerPlateStyle.Handler>()
            .AddSingleton<ListOwnStations.Handler>().AddSingleton<IssueManyCodes.Handler>().AddSingleton<PrintPlates.Handler>()
            .AddSingleton<IBulkWork, PlateArchive>().AddSingleton<ISweep, BulkSweep>().AddSingleton<BulkJobs.Handler>().AddSingleton<CodeAddress>();
    }

    // Bytes: some thousand mini-program codes.
    private const long PicturesKept = 64 * 1024 * 1024;
}
