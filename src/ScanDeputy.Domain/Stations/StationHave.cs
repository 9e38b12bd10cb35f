namespace ScanDeputy.Domain.Stations;

/// <summary>八有: what a station should have. 固定活动场所, 专项活动经费, 工作人员, 规章制度, 学习资料, 活动记录, 代表信息公示栏, 代表接待群众安排表.</summary>
public enum StationHave
{
    Venue,
    Funds,
    Staff,
    Rules,
    Materials,
    Records,
    NoticeBoard,
    Schedule,
}
