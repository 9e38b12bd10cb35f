using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>One well-formed example of every command and of every fact.</summary>
internal static class Samples
{
    public static IReadOnlyList<Move> Moves { get; } = Enum.GetValues<Move>();

    public static IReadOnlyList<Party> Parties { get; } = Enum.GetValues<Party>();

    public static IReadOnlyList<CaseStatus> Statuses { get; } = Enum.GetValues<CaseStatus>();

    public static IReadOnlyList<Fact> Facts { get; } =
    [
        Submitted("deputy-1"),
        Submitted(null) with { EnteredByKeeper = true },
        Suggested(),
        new CoSignersAsked(["deputy-5", "deputy-6"]),
        new CoSigned("deputy-5", true, null),
        new CoSigned("deputy-5", false, "另有意见"),
        new Answered("已答复：“请稍候”\n第二行"),
        new Adopted("关于路灯的建议", null),
        new Adopted("关于路灯的建议", "备注"),
        new Redirected("court", "法院", "请到法院"),
        new Transferred("deputy-2", null, null),
        new Merged("case-2", "同一件事"),
        new HandedOver("请办"),
        new ReturnedToDeputy("内容不清"),
        new Assigned("agency-1", ["agency-2", "agency-3"], null),
        new Signed(),
        new ReturnedToOffice("agency-1", "不属本单位", "agency-9"),
        new CoOpinionGiven("agency-2", "同意"),
        new PauseRequested("等待居民补充材料", Day("2026-03-20")),
        new Paused("等待居民补充材料", null),
        new Paused("等待居民补充材料", null) { Note = "同意" },
        new PauseRefused("请先抢修"),
        new Resumed(),
        new ExtensionRequested(5, "需招标"),
        new ExtensionDecided(true, 5, null),
        new Replied(Outcome.InProgress, "已列入计划", "内部说明", Day("2026-06-30"), ["file-1"]),
        new Accepted(null),
        new Accepted("已现场查看") { Handling = Grade.Unsatisfied, Result = Grade.Satisfied },
        new Rejected("没有解决"),
        new Rejected("没有解决") { Handling = Grade.BasicallySatisfied, Result = Grade.Unsatisfied },
        new VerdictLapsed(),
        new ContactLogged("agency-1", ContactPhase.During, Day("2026-03-04"), ContactWay.Visit, ContactWith.Both, "f00d"),
        new Evaluated(Grade.BasicallySatisfied, "🙂"),
        new RoundOpened(RoundCause.UnsatisfiedResident),
        new SupervisionRequired(SupervisionCause.ReturnedThreeTimes),
        new Supervised(2, "限期办结", Day("2026-03-31")),
        new SupervisionAnswered("已整改"),
        new Supplemented("补充：'单引号' \\ <b>", []),
        new Withdrawn(null),
        new Urged(),
        new LookedBack(),
        new Closed(),
        new HandedOn("deputy-2"),
        new HandedOn(null),
    ];

    public static Submitted Submitted(string? deputyId) =>
        new("371311", "station-1", "371311001001", "category-1", "resident-1", deputyId, "f00d");

    public static Suggested Suggested(string deputyId = "deputy-1") =>
        new("371311", "station-1", "371311001001", "category-1", deputyId, "account-1", SuggestionKind.Criticism, "关于路灯的建议", "f00d");

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Actor ActorOf(Party party) => party switch
    {
        Party.Resident => new("resident-1", Role.Resident),
        Party.Keeper => new("keeper-1", Role.StationKeeper),
        Party.Deputy => new("deputy-1", Role.Deputy),
        Party.Proposer => new("deputy-1", Role.Deputy),
        Party.CoSigner => new("deputy-5", Role.Deputy),
        Party.Committee => new("committee-1", Role.CommitteeOffice),
        Party.Government => new("government-1", Role.GovernmentOffice),
        Party.LeadAgency => new("handler-1", Role.AgencyHandler),
        Party.CoAgency => new("handler-2", Role.AgencyHandler),
        Party.Supervisor => new("supervisor-1", Role.Supervisor),
        _ => Actor.Program("sweep"),
    };

    /// <summary>A command that breaks no rule of its own field values on this case at this instant.</summary>
    public static CaseCommand Command(Move move, Case state, DateTimeOffset at, int variant = 0) => move switch
    {
        Move.Answer => new AnswerCommand("已答复"),
        Move.Adopt => new AdoptCommand("建议", null),
        Move.Redirect => new RedirectCommand("12345", "热线", "请拨打"),
        Move.Transfer => new TransferCommand(state.DeputyId == "deputy-2" ? "deputy-3" : "deputy-2", null, null),
        Move.Merge => new MergeCommand("case-2", null),
        Move.HandOver => new HandOverCommand(null),
        Move.ReturnToDeputy => new ReturnToDeputyCommand("内容不清"),
        Move.Assign => new AssignCommand($"agency-{1 + (variant % 3)}", ["agency-7", "agency-8", "agency-7"], null),
        Move.Sign => new SignCommand(),
        Move.ReturnToOffice => new ReturnToOfficeCommand("不属本单位", null),
        Move.CoOpinion => new CoOpinionCommand(state.CoAgencyIds is [var first, ..] ? first : "agency-7", "同意"),
        Move.Pause => new PauseCommand("等待", null),
        Move.PauseDecision => new PauseDecisionCommand(variant % 2 == 0, null),
        Move.Resume => new ResumeCommand(),
        Move.LogContact => new LogContactCommand(state.LeadAgencyId ?? "agency-7", (ContactPhase)(variant % 3), ChinaTime.DateOf(at), (ContactWay)(variant % 4), (ContactWith)(variant % 3), "f00d"),
        Move.Extension => new ExtensionCommand(1 + (variant % 10), "需招标"),
        Move.ExtensionDecision => new ExtensionDecisionCommand(variant % 3 != 0, null),
        Move.Reply => ReplyOf((Outcome)(variant % 3), at),
        Move.Accept => variant % 3 == 0 ? new AcceptCommand(null) : new AcceptCommand("已现场查看", (Grade)(variant % 3), (Grade)(variant % 2)),
        Move.Reject => variant % 3 == 0 ? new RejectCommand("没有解决") : new RejectCommand("没有解决", (Grade)(variant % 3), Grade.Unsatisfied),
        Move.Evaluate => new EvaluateCommand((Grade)(variant % 3), null),
        Move.Supplement => new SupplementCommand("补充", []),
        Move.Withdraw => new WithdrawCommand(null),
        Move.AskCoSigners => new AskCoSignersCommand([$"deputy-{100 + state.Version}"]),
        Move.CoSign => state.CoSigners is { Count: > 0 } asked && asked[variant % asked.Count] is var one
            ? new CoSignCommand(one.DeputyId, one.Standing != CoSignerStanding.Signed, null)
            : new CoSignCommand("deputy-5", true, null),
        Move.Urge => new UrgeCommand(),
        Move.Supervise => new SuperviseCommand(1 + (variant % 3), "限期办结", ChinaTime.DateOf(at)),
        Move.SupervisionAnswer => new SupervisionAnswerCommand("已整改"),
        Move.HandOn => new HandOnCommand(variant % 3 == 0 && state.DeputyId is not null ? null : state.DeputyId == "deputy-2" ? "deputy-3" : "deputy-2"),
        Move.LookBack => new LookBackCommand(),
        Move.ExpireEvaluation => new ExpireEvaluationCommand(),
        Move.LapseVerdict => new LapseVerdictCommand(),
        Move.Close => new CloseCommand(),
        _ => throw new ArgumentOutOfRangeException(nameof(move), move, "A move without a sample."),
    };

    private static ReplyCommand ReplyOf(Outcome outcome, DateTimeOffset at) =>
        new(outcome, "已办理", null, outcome == Outcome.InProgress ? ChinaTime.DateOf(at).AddDays(5) : null, []);
}
