namespace ScanDeputy.Domain.Stations;

/// <summary>Kinds of liaison stations (handbook §6): 中心站, 联络站, 联络点, 工作室, 行业站, 移动站, 代表之家, 家庭联络点, 立法联系点, 营商环境监测点, 社情民意观察点, 调解室. A mobile one has no fixed place.</summary>
public enum StationKind
{
    Central,
    Liaison,
    Point,
    Studio,
    Trade,
    Mobile,
    DeputyHome,
    Household,
    Legislation,
    Business,
    Opinion,
    Mediation,
}
