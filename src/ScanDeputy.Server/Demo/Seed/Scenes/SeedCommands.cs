using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>The commands of the stories with what people write in them.</summary>
internal static class SeedCommands
{
    public static CaseCommand Answer(CaseScene scene, DateTimeOffset at) => new AnswerCommand(scene.Pick(
        $"感谢您的反映。我{On(at)}到现场看过了，情况属实，已当场联系责任单位，对方答应三天内{scene.Category.Work}，我会跟到底。",
        $"您反映的“{scene.Problem}”问题我已经和社区、施工单位见面商量过，这两天就安排人员{scene.Category.Work}，办好后再给您回话。",
        $"收到您的留言后我马上联系了值班人员，今天已经安排{scene.Category.Work}。如果还有问题，请随时再扫码找我。",
        "情况已经核实，责任单位当天就派人处理了，您有空可以去看看。谢谢您对身边事的关心！"));

    public static CaseCommand Supplement(CaseScene scene, DateTimeOffset at) =>
        new SupplementCommand($"补充一下：今天又去看了，还是老样子，{scene.Problem}的情况比之前更明显，晚上七点前后最严重。", []);

    public static CaseCommand Redirect(CaseScene scene, DateTimeOffset at) => scene.Pick(
        new RedirectCommand("personalDispute", "hotline12345", "您反映的事项属于个人之间的民事纠纷，建议先拨打 12345 由社区调解；调解不成的，可以向法院起诉。"),
        new RedirectCommand("alreadyHandled", "hotline12345", "这件事 12345 热线已经受理并正在办理，为避免重复派单，请凭原工单号查询进度。"),
        new RedirectCommand("notCompetent", "yearlyProject", "这项建设投资较大，需要列入年度民生实事项目，我们已收入明年的项目征集库，票决结果会向社会公布。"),
        new RedirectCommand("inCourt", "court", "此事项已经进入诉讼程序，代表不干预个案审理，请通过法院诉讼服务中心（12368）反映。"),
        new RedirectCommand("petitionMatter", "petition", "您反映的历史遗留问题应由信访部门统筹办理，请到区群众来访接待中心登记，我们会提供情况说明。"));

    public static CaseCommand Withdraw(CaseScene scene, DateTimeOffset at) =>
        new WithdrawCommand(scene.Pick("物业今天已经来修好了，不用再办了，谢谢。", "写错了地点，我重新提交一份。", "社区已经联系我解决了。"));

    public static CaseCommand Merge(CaseScene scene, DateTimeOffset at) => new MergeCommand(scene.MergesInto!.Id, "与在办的同一问题合并办理，结果一并答复。");

    public static CaseCommand Adopt(CaseScene scene, DateTimeOffset at) =>
        new AdoptCommand($"关于解决{scene.Place}{scene.Problem}问题的建议", scene.Pick(null, "走访中多位居民提到同一问题，建议尽快办理。", "已到现场查看，需要部门协同解决。"));

    public static CaseCommand HandOver(CaseScene scene, DateTimeOffset at) => new HandOverCommand(scene.Pick(null, "内容具体、要求明确，请政府办按期转办。"));

    public static CaseCommand Assign(CaseScene scene, DateTimeOffset at) => new AssignCommand(scene.LeadAgencyId, [], "请主办单位十个工作日内答复代表。");

    public static CaseCommand AssignTogether(CaseScene scene, DateTimeOffset at) =>
        new AssignCommand(scene.LeadAgencyId, [scene.OtherAgencyId], "请主办单位会同协办单位办理，协办意见提前三个工作日提交。");

    public static CaseCommand AssignWrongly(CaseScene scene, DateTimeOffset at) => new AssignCommand(scene.OtherAgencyId, [], null);

    public static CaseCommand ReturnToOffice(CaseScene scene, DateTimeOffset at) =>
        new ReturnToOfficeCommand("经核实，该设施已移交主管部门管理，不属于我单位职责范围，建议改派。", scene.LeadAgencyId);

    public static CaseCommand Sign(CaseScene scene, DateTimeOffset at) => new SignCommand();

    public static CaseCommand CoOpinion(CaseScene scene, DateTimeOffset at) =>
        new CoOpinionCommand(scene.OtherAgencyId, "我单位负责协调周边住户和临时占道，现场施工时将安排专人值守，无其他意见。");

    public static CaseCommand Pause(CaseScene scene, DateTimeOffset at) =>
        new PauseCommand("需等待供电、燃气等管线单位交底后方可开挖。", ChinaTime.DateOf(at).AddDays(20));

    public static CaseCommand AskForExtension(CaseScene scene, DateTimeOffset at) => new ExtensionCommand(5, "所需配件需厂家定制，到货时间晚于办理期限，申请延期。");

    public static CaseCommand Extend(CaseScene scene, DateTimeOffset at) => new ExtensionDecisionCommand(true, "同意延期一次，请及时告知代表。");

    public static CaseCommand Reply(CaseScene scene, DateTimeOffset at) => scene.Pick(
        Solved($"您提出的建议收悉。我单位{On(at)}完成现场处理，已安排人员{scene.Category.Work}，经复查问题已经解决，现场情况已请社区确认。"),
        Solved($"经现场核实，反映情况属实。我单位已组织力量{scene.Category.Work}，并纳入日常巡查，防止问题反弹。"),
        new ReplyCommand(Outcome.InProgress, $"该问题涉及管线改造，我单位已列入近期计划，将分批{scene.Category.Work}，完工后再向代表和居民报告。",
            "资金已列入本季度维护经费。", scene.PromisedOn, []),
        new ReplyCommand(Outcome.NotNow, "经实地勘察，该处用地尚未完成移交，暂不具备施工条件。我单位已设置警示标志，移交完成后优先实施。", null, null, []));

    /// <summary>An answer that leaves nothing to be done later: a case with a promise closes only when that was judged.</summary>
    public static CaseCommand Finish(CaseScene scene, DateTimeOffset at) => Reply(scene, at) is ReplyCommand { Outcome: not Outcome.InProgress } done
        ? done
        : Solved($"管线改造已经完工，我单位{On(at)}完成{scene.Category.Work}，请代表和居民到现场查看。");

    public static CaseCommand Accept(CaseScene scene, DateTimeOffset at) => new AcceptCommand(scene.Pick(null, "已到现场看过，同意答复。", "感谢部门的重视，请继续做好日常维护。"));

    public static CaseCommand Reject(CaseScene scene, DateTimeOffset at) => new RejectCommand("现场只处理了一部分，群众反映的主要问题还在，请再次办理。");

    public static CaseCommand Evaluate(CaseScene scene, DateTimeOffset at) => scene.Pick(
        new EvaluateCommand(Grade.Satisfied, "办得很快，谢谢代表！"), new EvaluateCommand(Grade.Satisfied, null),
        new EvaluateCommand(Grade.BasicallySatisfied, "解决了，希望以后经常检查。"));

    public static CaseCommand EvaluateBadly(CaseScene scene, DateTimeOffset at) => new EvaluateCommand(Grade.Unsatisfied, "看起来修了，没几天又和原来一样，没有真正解决。");

    public static CaseCommand Supervise(CaseScene scene, DateTimeOffset at) =>
        new SuperviseCommand(2, "该件群众多次反映，请承办单位说明原因并提出整改时限。", ChinaTime.DateOf(at).AddDays(7));

    private static ReplyCommand Solved(string text) => new(Outcome.Solved, text, null, null, []);

    private static string On(DateTimeOffset at)
    {
        var day = ChinaTime.DateOf(at);
        return string.Create(CultureInfo.InvariantCulture, $"{day.Month}月{day.Day}日");
    }
}
