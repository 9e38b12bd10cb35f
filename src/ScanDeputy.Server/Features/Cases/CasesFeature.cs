using ScanDeputy.Server.Features.Cases.Consents;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Papers;
using ScanDeputy.Server.Features.Cases.Rating;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Similar;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Features.Cases.Visits;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Reports and what becomes of them: submission, reading, moves, papers, what is alike.</summary>
public static class CasesFeature
{
    public static IServiceCollection AddCases(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(LimitOptions.Read<SubmissionLimitOptions>(configuration, limits => limits is { SubmissionsPerUser: >= 0, SubmissionsPerStation: >= 0 }))
        .AddSingleton<SubmissionLimits>()
        .AddSingleton<CaseNumbers>()
        .AddSingleton<CaseStore>()
        .AddSingleton<CaseNotifier>()
        .AddSingleton<CaseNews>()
        .AddSingleton<VisitorNews>()
        .AddSingleton<RateByLink.Handler>()
        .AddSingleton(LedgerSettings.Read(configuration))
        .AddSingleton<CaseWriter>()
        .AddSingleton<CaseViews>()
        .AddSingleton<StationDesk>()
        .AddSingleton<MoveRunner>()
        .AddSingleton<IAccountJoin, CaseAccountJoin>()
        .AddSingleton<IPersonalRecords, CaseRecords>()
        .AddSingleton<SubmitCase.Handler>()
        .AddSingleton<SuggestionDesk>()
        .AddSingleton<SubmitSuggestion.Handler>()
        .AddSingleton<GetCase.Handler>()
        .AddSingleton<ListCases.Handler>()
        .AddSingleton<CaseVisits>()
        .AddSingleton<CountWaiting>()
        .AddSingleton<CountByParty>()
        .AddSingleton<ListCaseEvents.Handler>()
        .AddSingleton<GetProposal.Handler>()
        .AddSingleton<ListCaseTemplates.Handler>()
        .AddSingleton<ListUncovered.Handler>()
        .AddSingleton<GetPaper.Handler>()
        .AddSingleton<FindSimilar.Handler>()
        .AddSingleton<ListSimilar.Handler>()
        .AddSingleton<FollowCase.Handler>()
        .AddSingleton<SeeCase.Handler>()
        .AddSingleton<CaseConsents.Handler>()
        .AddSingleton<IDatabaseGauges, CaseGauges>();

    public static void MapCases(this RouteGroupBuilder api)
    {
        var cases = api.MapGroup("/cases").RequireAuthorization(Rights.SignedIn);
        SubmitCase.Map(cases);
        ListCases.Map(cases);
        GetCase.Map(cases);
        ListCaseEvents.Map(cases);
        GetProposal.Map(cases);
        ListCaseTemplates.Map(cases);
        GetPaper.Map(cases);
        FindSimilar.Map(cases);
        ListSimilar.Map(cases);
        FollowCase.Map(cases);
        SeeCase.Map(cases);
        CaseConsents.Map(cases);
        ListUncovered.Map(api);
        SubmitSuggestion.Map(api);
        cases.MapMoves();
        RateByLink.Map(api);
    }
}
