using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>Whether texts and photos may be shown to others: WeChat's checks, releases by a person, photos in and out.</summary>
public static class ContentReviewFeature
{
    public static IServiceCollection AddContentReview(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(LimitOptions.Read<PhotoQuotaOptions>(configuration, limits => limits is { PhotosWaiting: >= 0, PhotosPerDay: >= 0 }))
        .AddSingleton<PhotoQuota>()
        .AddSingleton<IPersonalRecords, PhotoRecords>()
        .AddSingleton<TextCheck>()
        .AddSingleton<ContentVerdicts>()
        .AddSingleton<ContentCheckRows>()
        .AddSingleton<ContentQuestions>()
        .AddSingleton<PreviewReport.Handler>()
        .AddSingleton<ReleaseReport.Handler>()
        .AddSingleton<UploadAttachment.Handler>()
        .AddSingleton<GetAttachment.Handler>()
        .AddSingleton<ReleasePhoto.Handler>()
        .AddSingleton<PhotoAddress>()
        .AddSingleton<IWeChatEventReceiver, PhotoVerdicts>()
        .AddSingleton<ISweep, ContentCheckSweep>()
        .AddSingleton<ISweep, UnclaimedPhotoSweep>();

    /// <summary>For WeChat alone, by addresses that are handed to it.</summary>
    public static void MapPhotosForWeChat(this IEndpointRouteBuilder app) => PhotoAddress.Map(app);

    public static void MapContentReview(this RouteGroupBuilder api)
    {
        UploadAttachment.Map(api);
        GetAttachment.Map(api);
        ReleasePhoto.Map(api);

        var cases = api.MapGroup("/cases").RequireAuthorization(Rights.SignedIn);
        PreviewReport.Map(cases);
        ReleaseReport.Map(cases);
    }
}
