import type { Action } from '@scandeputy/client';
import { moveTexts as say } from '../texts/moves';
import { among, asked, date, from, line, photos, text, type CaseView, type MoveField, type Values } from './fields';

/** Which case, as it was seen, and the button's own action, so that two taps are one move. */
export interface MoveCall {
  action: Action;
  to: { path: { id: string }; version: number };
}

export interface MoveForm {
  label: string;
  /** What it is called when a promise is looked back at. */
  lookBack?: string;
  hint?: string;
  done: string;
  /** Leads aside or back: offered last. */
  aside?: boolean;
  fields: MoveField[];
  send: (values: Values, call: MoveCall) => Promise<CaseView>;
}

const outcomes = ['solved', 'inProgress', 'notNow'] as const;
const grades = ['satisfied', 'basicallySatisfied', 'unsatisfied'] as const;
const returnReasons = ['notCompetent', 'otherShouldLead', 'unclear', 'duplicate', 'other'] as const;
const redirectReasons = ['notCompetent', 'inCourt', 'petitionMatter', 'alreadyHandled', 'personalDispute', 'other'] as const;
const destinations = ['hotline12345', 'petition', 'court', 'yearlyProject', 'legislation', 'other'] as const;
const need = { required: true };
/** The deputy's marks on an agency's answer; a promise is judged without them. */
const marks = [
  among('handling', '对办理过程（联系沟通、办理态度）', 'Grade', { options: say.evaluate.grades, required: false, unlessLookBack: true }),
  among('result', '对办理结果', 'Grade', { options: say.evaluate.grades, required: false, unlessLookBack: true }),
];

/** What a suggestion is called unless the deputy writes something else. */
function suggestionTitleOf(title: string): string {
  const about = title.replace('…', '');
  return `${about.startsWith('关于') ? '' : '关于'}${about}${about.endsWith('建议') ? '' : '的建议'}`;
}

/** One row for each move, in the order in which a page offers them. A move that has no row here is made on the web pages. */
export const moveTable: Readonly<Record<string, MoveForm>> = {
  'supervision-answer': {
    ...say.supervisionAnswer,
    fields: [text('text', '督办答复', need)],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/supervision-answer', { ...to, body: { text: asked(v.text('text')) } }),
  },
  'extension-decision': {
    ...say.extensionDecision,
    fields: [among('granted', '审批结果', 'Granted'), text('note', '审批意见')],
    send: (v, { action, to }) => {
      const granted = v.one('granted', 'true', 'false');
      return action.post('/api/v1/cases/{id}/extension-decision', { ...to, body: { granted: asked(granted === null ? null : granted === 'true'), note: v.text('note') } });
    },
  },
  'pause-decision': {
    ...say.pauseDecision,
    fields: [among('granted', '审批结果', 'Granted'), text('note', '审批意见')],
    send: (v, { action, to }) => {
      const granted = v.one('granted', 'true', 'false');
      return action.post('/api/v1/cases/{id}/pause-decision', { ...to, body: { granted: asked(granted === null ? null : granted === 'true'), note: v.text('note') } });
    },
  },
  'co-sign': {
    ...say.coSign,
    fields: [among('agreed', '是否附议', 'Agreed'), text('note', '说明', { most: 500 })],
    send: (v, { action, to }) => {
      const agreed = v.one('agreed', 'true', 'false');
      return action.post('/api/v1/cases/{id}/co-sign', { ...to, body: { agreed: asked(agreed === null ? null : agreed === 'true'), note: v.text('note') } });
    },
  },
  answer: {
    ...say.answer,
    fields: [text('text', '答复内容', { ...need, hint: '居民会看到全文，并可以评价。' })],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/answer', { ...to, body: { text: asked(v.text('text')) } }),
  },
  adopt: {
    ...say.adopt,
    fields: [line('suggestionTitle', '建议标题', { ...need, first: (view) => suggestionTitleOf(view.title) }), text('note', '说明')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/adopt', { ...to, body: { suggestionTitle: asked(v.text('suggestionTitle')), note: v.text('note') } }),
  },
  handover: {
    ...say.handover,
    fields: [text('note', '交办意见')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/handover', { ...to, body: { note: v.text('note') } }),
  },
  assign: {
    ...say.assign,
    fields: [from('leadAgencyId', '主办单位', 'agencies', need), { name: 'coAgencyIds', label: '协办单位', kind: 'many', from: 'agencies' }, text('note', '转办意见')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/assign', { ...to, body: { leadAgencyId: asked(v.text('leadAgencyId')), coAgencyIds: v.list('coAgencyIds'), note: v.text('note') } }),
  },
  sign: {
    ...say.sign,
    fields: [],
    send: (_, { action, to }) => action.post('/api/v1/cases/{id}/sign', to),
  },
  reply: {
    ...say.reply,
    fields: [
      among('outcome', '办理结果', 'Outcome'),
      text('publicText', '公开答复', { ...need, hint: '代表和居民会看到。' }),
      text('internalNote', '内部说明', { hint: '只有工作人员看得到。' }),
      date('promisedOn', '承诺完成日期', { hint: '选择“正在解决或列入计划”时必填。' }),
      photos('办理照片'),
    ],
    send: (v, { action, to }) => {
      const body = { outcome: asked(v.one('outcome', ...outcomes)), publicText: asked(v.text('publicText')), internalNote: v.text('internalNote'), promisedOn: v.text('promisedOn'), attachmentIds: v.list('attachmentIds') };
      return action.post('/api/v1/cases/{id}/reply', { ...to, body });
    },
  },
  'log-contact': {
    ...say.logContact,
    fields: [
      among('phase', '什么时候', 'ContactPhase'),
      among('with', '和谁联系', 'ContactWith'),
      among('way', '怎么联系', 'ContactWay'),
      date('on', '联系日期', need),
      line('who', '联系人', { ...need, most: 50, hint: '本单位去联系的人。' }),
      text('text', '联系情况', { ...need, most: 500 }),
    ],
    send: (v, { action, to }) => {
      const body = {
        phase: asked(v.one('phase', 'before', 'during', 'after')), on: asked(v.text('on')), way: asked(v.one('way', 'visit', 'meeting', 'phone', 'message')),
        with: asked(v.one('with', 'deputy', 'resident', 'both')), who: asked(v.text('who')), text: asked(v.text('text')),
      };
      return action.post('/api/v1/cases/{id}/log-contact', { ...to, body });
    },
  },
  'co-opinion': {
    ...say.coOpinion,
    fields: [text('text', '协办意见', need)],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/co-opinion', { ...to, body: { text: asked(v.text('text')) } }),
  },
  accept: {
    ...say.accept,
    fields: [...marks, text('note', '意见')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/accept', { ...to, body: { note: v.text('note'), handling: v.one('handling', ...grades), result: v.one('result', ...grades) } }),
  },
  evaluate: {
    ...say.evaluate,
    fields: [among('grade', '您满意吗', 'Grade', { options: say.evaluate.grades }), text('text', '评价说明', { most: 500 })],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/evaluate', { ...to, body: { grade: asked(v.one('grade', ...grades)), text: v.text('text') } }),
  },
  urge: {
    ...say.urge,
    fields: [],
    send: (_, { action, to }) => action.post('/api/v1/cases/{id}/urge', to),
  },
  'ask-co-signers': {
    ...say.askCoSigners,
    fields: [{ name: 'coSignerIds', label: '附议代表', kind: 'many', from: 'coSigners', required: true }],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/ask-co-signers', { ...to, body: { coSignerIds: v.list('coSignerIds') } }),
  },
  supplement: {
    ...say.supplement,
    fields: [text('text', '补充说明', need), photos('照片')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/supplement', { ...to, body: { text: asked(v.text('text')), attachmentIds: v.list('attachmentIds') } }),
  },
  supervise: {
    ...say.supervise,
    fields: [among('level', '督办级别', 'SupervisionLevel'), text('text', '督办内容', need), date('answerBy', '答复期限', need)],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/supervise', { ...to, body: { level: asked(v.number('level')), text: asked(v.text('text')), answerBy: asked(v.text('answerBy')) } }),
  },
  extension: {
    ...say.extension,
    fields: [{ name: 'days', label: '延期工作日数', kind: 'number', required: true, most: 2, hint: '只能延期一次，由政府办审批。' }, text('reason', '延期理由', need)],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/extension', { ...to, body: { days: asked(v.number('days')), reason: asked(v.text('reason')) } }),
  },
  pause: {
    ...say.pause,
    fields: [text('reason', '暂停理由', need), date('until', '预计恢复日期')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/pause', { ...to, body: { reason: asked(v.text('reason')), until: v.text('until') } }),
  },
  resume: {
    ...say.resume,
    fields: [],
    send: (_, { action, to }) => action.post('/api/v1/cases/{id}/resume', to),
  },
  reject: {
    ...say.reject,
    aside: true,
    fields: [...marks, text('reason', '理由', need)],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/reject', { ...to, body: { reason: asked(v.text('reason')), handling: v.one('handling', ...grades), result: v.one('result', ...grades) } }),
  },
  transfer: {
    ...say.transfer,
    aside: true,
    fields: [from('deputyId', '转给本站其他代表', 'deputies'), from('stationId', '或转给其他联络站', 'stations'), text('note', '转交说明')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/transfer', { ...to, body: { deputyId: v.text('deputyId'), stationId: v.text('stationId'), note: v.text('note') } }),
  },
  merge: {
    ...say.merge,
    aside: true,
    fields: [from('intoCaseId', '并入哪一件', 'similar', need), text('note', '并案说明')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/merge', { ...to, body: { intoCaseId: asked(v.text('intoCaseId')), note: v.text('note') } }),
  },
  'return-to-deputy': {
    ...say.returnToDeputy,
    aside: true,
    fields: [text('reason', '退回理由', { ...need, hint: '代表会看到，并重新处理。' })],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/return-to-deputy', { ...to, body: { reason: asked(v.text('reason')) } }),
  },
  'return-to-office': {
    ...say.returnToOffice,
    aside: true,
    fields: [among('reason', '退回理由', 'ReturnReason'), from('proposedAgencyId', '建议的承办单位', 'agencies')],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/return-to-office', { ...to, body: { reason: asked(v.one('reason', ...returnReasons)), proposedAgencyId: v.text('proposedAgencyId') } }),
  },
  redirect: {
    ...say.redirect,
    aside: true,
    fields: [among('reason', '原因', 'RedirectReason'), among('destination', '去向', 'Destination'), text('text', '给居民的说明', { ...need, hint: '告诉居民找谁、怎么办。' })],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/redirect', { ...to, body: { reason: asked(v.one('reason', ...redirectReasons)), destination: asked(v.one('destination', ...destinations)), text: asked(v.text('text')) } }),
  },
  withdraw: {
    ...say.withdraw,
    aside: true,
    fields: [text('reason', '撤回原因', { most: 200 })],
    send: (v, { action, to }) => action.post('/api/v1/cases/{id}/withdraw', { ...to, body: { reason: v.text('reason') } }),
  },
};

/** What a move is called on a case's page: to accept and to reject mean something else when a promise is looked back at. */
export function wordOf(view: Pick<CaseView, 'actions' | 'lookBack'>, move: string): string {
  const form = moveTable[move];
  if (form === undefined) return move;
  // Whoever answers for the agency asks; the government office decides.
  if (move === 'pause' && view.actions.includes('reply')) return '申请暂停计时';
  return view.lookBack?.open === true ? (form.lookBack ?? form.label) : form.label;
}
