/** The words for the contract's closed lists: the same as the server's, which a test compares. */
export const terms = {
  CaseStatus: {
    received: '已收到', answered: '代表已答复', redirected: '已引导至其他渠道', merged: '已并案', withdrawn: '已撤回', adopted: '代表已采纳',
    handedOver: '已交办', assigned: '已转办', handling: '办理中', replied: '已答复', evaluated: '已评价', closed: '已办结',
  },
  Role: {
    resident: '居民', deputy: '代表', stationKeeper: '站长/联络员', committeeOffice: '人大代表工作机构', governmentOffice: '政府办',
    agencyHandler: '承办单位', supervisor: '督办', administrator: '管理员', securityAdministrator: '安全管理员', auditor: '审计', system: '系统',
  },
  StageKind: { triage: '代表处理', handover: '交办', assignment: '转办', handling: '办理', verdict: '代表表态' },
  ContactPhase: { before: '办理前', during: '办理中', after: '办理后' },
  ContactWay: { visit: '上门走访', meeting: '座谈', phone: '电话', message: '短信或微信' },
  ContactWith: { deputy: '代表', resident: '居民', both: '代表和居民' },
  VerdictKind: { accepted: '认可', rejected: '不认可', notGiven: '未表态' },
  WaitKind: {
    stage: '办理', lookBack: '回头看（确认承诺）', verdict: '对答复表态', supervision: '督办', evaluation: '评价', promise: '兑现承诺（回头看）', pauseDecision: '审批暂停',
    extensionDecision: '审批延期', coSignature: '确认是否附议', opinion: '协办意见', order: '答复督办单', orderUnanswered: '督办单逾期未答复', content: '审核公开',
  },
  Verdict: { running: '进行中', onTime: '按时', late: '逾期完成', cancelled: '已取消' },
  Outcome: { solved: 'A 已解决', inProgress: 'B 正在解决或列入计划', notNow: 'C 暂不能解决' },
  Grade: { satisfied: '满意', basicallySatisfied: '基本满意', unsatisfied: '不满意', notGiven: '未评价' },
  PromiseStanding: { running: '承诺未到期', checking: '承诺到期，正在回头看', kept: '承诺已兑现', notKept: '承诺未兑现，重新办理' },
  DayKind: { working: '工作日', weekend: '周末', holiday: '放假', makeup: '调休上班' },
  StationKind: {
    central: '中心站', liaison: '联络站', point: '联络点', studio: '工作室', trade: '行业站', mobile: '移动站', deputyHome: '代表之家',
    household: '家庭联络点', legislation: '立法联系点', business: '营商环境监测点', opinion: '社情民意观察点', mediation: '调解室',
  },
  DistrictLevel: { nation: '全国人大代表', province: '省人大代表', city: '市人大代表', county: '县区人大代表', town: '乡镇人大代表' },
  PersonalDetailKind: {
    idCard: '身份证号', bankCard: '银行卡号', phone: '电话号码', weChat: '微信号', qq: 'QQ号', plate: '车牌号', name: '姓名', address: '详细住址',
  },
  RedirectReason: {
    notCompetent: '不属于代表建议范围', inCourt: '已进入司法程序', petitionMatter: '属于信访事项', alreadyHandled: '已有渠道正在办理',
    personalDispute: '属于个人之间纠纷', other: '其他原因',
  },
  Destination: {
    hotline12345: '12345 政务服务便民热线', petition: '信访部门', court: '人民法院（诉讼）', yearlyProject: '年度民生实事项目',
    legislation: '立法建议渠道', other: '其他部门',
  },
  ReturnReason: {
    notCompetent: '不属于本单位职责', otherShouldLead: '涉及多个单位，不宜由本单位主办', unclear: '情况不清，需要补充核实',
    duplicate: '与在办事项重复', other: '其他原因',
  },
  SupervisionLevel: { 1: '一级', 2: '二级', 3: '三级' },
  Granted: { true: '同意', false: '不同意' },
  Agreed: { true: '同意附议', false: '不附议' },
  SuggestionKind: { suggestion: '建议', criticism: '批评', opinion: '意见' },
  CoSignerStanding: { asked: '待本人确认', signed: '已附议', declined: '不附议' },
} as const;

export type Terms = typeof terms;

/** A value that this version has no word for is shown as it came: the server may know more than an older mini-program. */
export function termOf(list: keyof Terms, value: string | number | boolean): string {
  return (terms[list] as Record<string, string>)[String(value)] ?? String(value);
}

export const optionsOf = (list: keyof Terms): { value: string; label: string }[] => Object.entries(terms[list]).map(([value, label]) => ({ value, label }));
