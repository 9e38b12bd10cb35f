using ScanDeputy.Server.Features.Cases.Departures;
using ScanDeputy.Server.Features.Cases.Evidence;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Papers;
using ScanDeputy.Server.Features.Cases.Photos;
using ScanDeputy.Server.Features.Cases.Similar;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Deadlines;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.Cases;

public static class CasesFeature
{
    /// <param name="rootsFile">Where the ledgers' roots are written when nothing is configured; null for nowhere.</param>
    public static IServiceCollection AddCases(this IServiceCollection services, IConfiguration configuration, string? rootsFile) => services
        .AddSingleton<CaseNumbers>()
        .AddSingleton<CaseStore>()
        .AddSingleton<CaseNews>()
        .AddSingleton<CaseViews>()
        .AddSingleton<StationDesk>()
        .AddSingleton<MoveRunner>()
        .AddSingleton<LedgerCheck>()
        .AddSingleton<DueDateCheck>()
        .AddSingleton<IOpenStageDates, OpenStageDates>()
        .AddSingleton<LedgerRoots>()
        .AddSingleton(provider => new LedgerRootFile(
            provider.GetRequiredService<Database>(), LedgerRootFile.PathOf(configuration, rootsFile), provider.GetRequiredService<ILogger<LedgerRootFile>>()))
        .AddSingleton<SubmitCase.Handler>()
        .AddSingleton<GetCase.Handler>()
        .AddSingleton<ListCases.Handler>()
        .AddSingleton<ListCaseEvents.Handler>()
        .AddSingleton<GetCaseFile.Handler>()
        .AddSingleton<GetPaper.Handler>()
        .AddSingleton<FindSimilar.Handler>()
        .AddSingleton<ListSimilar.Handler>()
        .AddSingleton<FollowCase.Handler>()
        .AddSingleton<UploadAttachment.Handler>()
        .AddSingleton<GetAttachment.Handler>()
        .AddSingleton<TextCheck>()
        .AddSingleton<ContentVerdicts>()
        .AddSingleton<ContentCheckRows>()
        .AddSingleton<ContentQuestions>()
        .AddSingleton<PreviewReport.Handler>()
        .AddSingleton<ReleaseReport.Handler>()
        .AddSingleton<ReleasePhoto.Handler>()
        .AddSingleton<PhotoAddress>()
        .AddSingleton<IWeChatEventReceiver, PhotoVerdicts>()
        .AddSingleton<ISweep, CaseExpirySweep>()
        .AddSingleton<HandOnCases>()
        .AddSingleton<LeaveOffice.Handler>()
        .AddSingleton<ISweep, DepartureSweep>()
        .AddSingleton<ISweep, CaseReminderSweep>()
        .AddSingleton<ISweep, ContentCheckSweep>()
        .AddSingleton<ISweep, UnclaimedPhotoSweep>()
        .AddSingleton<ISweep, LedgerRootSweep>()
        .AddSingleton<ISweep, ResidentClockSweep>()
        .AddSingleton<IDatabaseGauges, CaseGauges>();

    /// <summary>For WeChat alone, by addresses that are handed to it.</summary>
    public static void MapPhotosForWeChat(this IEndpointRouteBuilder app) => PhotoAddress.Map(app);

    public static void MapCases(this RouteGroupBuilder api)
    {
        LeaveOffice.Map(api.MapGroup("/admin"));
        UploadAttachment.Map(api);
        GetAttachment.Map(api);
        ReleasePhoto.Map(api);

        var cases = api.MapGroup("/cases").RequireAuthorization(Rights.SignedIn);
        SubmitCase.Map(cases);
        PreviewReport.Map(cases);
        ReleaseReport.Map(cases);
        ListCases.Map(cases);
        GetCase.Map(cases);
        ListCaseEvents.Map(cases);
        GetCaseFile.Map(cases);
        GetPaper.Map(cases);
        FindSimilar.Map(cases);
        ListSimilar.Map(cases);
        FollowCase.Map(cases);

        var moves = cases.MapGroup("/{id}").WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(CaseView), ["application/json"]));
        AnswerByDeputy.Map(moves);
        AdoptAsSuggestion.Map(moves);
        RedirectElsewhere.Map(moves);
        TransferToAnother.Map(moves);
        MergeIntoLeading.Map(moves);
        HandOverToGovernment.Map(moves);
        ReturnToDeputy.Map(moves);
        AssignAgencies.Map(moves);
        SignForReceipt.Map(moves);
        ReturnToOffice.Map(moves);
        GiveOpinion.Map(moves);
        PauseClock.Map(moves);
        ResumeClock.Map(moves);
        AskForExtension.Map(moves);
        DecideOnExtension.Map(moves);
        ReplyToDeputy.Map(moves);
        AcceptAnswer.Map(moves);
        RejectAnswer.Map(moves);
        EvaluateAnswer.Map(moves);
        SupplementReport.Map(moves);
        WithdrawReport.Map(moves);
        IssueSupervisionOrder.Map(moves);
        AnswerSupervisionOrder.Map(moves);
    }
}
