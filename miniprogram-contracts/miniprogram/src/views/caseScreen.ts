import type { Schema } from '@scandeputy/client';
import { termOf } from '../texts/terms';
import { moveTable, wordOf } from '../moves/moveTable';
import { dueOf, statusLook, taskOf, type Due } from './caseCard';
import { day, moment } from './dates';
import { sixSteps, type Step } from './sixSteps';

type CaseView = Schema<'CaseView'>;

export interface Block {
  key: string;
  heading: string;
  pill: string;
  look: string;
  lines: string[];
  text: string;
  side: string;
}

export interface CaseScreen {
  id: string;
  number: string;
  title: string;
  status: string;
  look: string;
  facts: string;
  text: string;
  place: string;
  photos: string[];
  followed: boolean;
  advice: string;
  mergedIntoId: string;
  mergedIntoNumber: string;
  notes: string[];
  answer: { heading: string; pill: string; look: string; promised: string; text: string; photos: string[]; internal: string; side: string } | null;
  blocks: Block[];
  steps: Step[];
  provisional: boolean;
  clock: { promise: string; verdict: string; look: string; handedOver: string; result: string; done: { at: string; text: string }[] } | null;
  actions: { move: string; label: string; look: 'main' | 'more' | 'aside' }[];
  rateBefore: string;
  turn: Turn | null;
  round: string;
}

interface Turn {
  who: string;
  since: string;
  due: Due | null;
}

/** Everything that the page of a case shows, in words. What the caller may not see the server has left out. */
export function caseScreen(view: CaseView): CaseScreen {
  return {
    id: view.id,
    number: view.number,
    title: view.title,
    status: termOf('CaseStatus', view.status),
    look: statusLook(view.status),
    facts: [view.category.name, view.station.name, view.district.name].join(' · '),
    text: view.text,
    place: view.place?.address ?? '',
    photos: idsOf(view.attachments),
    followed: view.followed === true,
    advice: view.contentAdvice ?? '',
    mergedIntoId: view.mergedIntoId ?? '',
    mergedIntoNumber: view.mergedIntoNumber ?? '',
    notes: notesOf(view),
    answer: answerOf(view),
    blocks: blocksOf(view),
    turn: turnOf(view),
    round: roundOf(view),
    steps: sixSteps(view),
    provisional: view.stages.some((stage) => stage.provisional && stage.endedAt == null),
    clock: clockOf(view),
    actions: actionsOf(view),
    rateBefore: rateBefore(view),
  };
}

const openStage = (view: CaseView): CaseView['stages'][number] | undefined => view.stages.find((stage) => stage.endedAt == null);

/** Whose turn it is, since when and until when; null when nobody's. */
function turnOf(view: CaseView): Turn | null {
  const { waiting } = view;
  if (waiting === null) return null;
  const stage = openStage(view);
  return {
    who: `现在等 ${waiting.owner.name} ${taskOf(waiting, stage?.kind)}`,
    since: `${day(waiting.since.slice(0, 10))} 起`,
    due: dueOf(waiting, stage ?? null),
  };
}

/** What has been begun again says so. */
function roundOf(view: CaseView): string {
  const round = openStage(view)?.round ?? 1;
  return round > 1 ? `第 ${round} 轮` : '';
}

function rateBefore(view: CaseView): string {
  if (!view.actions.includes('evaluate')) return '';
  if (view.evaluateUntil != null) return `请在 ${day(view.evaluateUntil)} 前评价，过期记为“未评价”。`;
  return view.answer?.promisedOn == null ? '' : `${day(view.answer.promisedOn)} 后由代表确认承诺是否兑现；可以等确认后再评价，那时还有 15 天。`;
}

const idsOf = (photos: CaseView['attachments']): string[] => (photos ?? []).flatMap((photo) => (photo.id === undefined ? [] : [photo.id]));

/** Never waited for: what a resident may add or take back at any time. */
const atAnyTime = ['supplement', 'withdraw', 'supervise'];

/** The moves that the server allows now, in the order of the table: onwards first, aside and back last. The first of those that are waited for stands out. */
function actionsOf(view: CaseView): CaseScreen['actions'] {
  const offered = Object.entries(moveTable).filter(([move]) => (view.actions as readonly string[]).includes(move));
  const main = offered.find(([move, form]) => form.aside !== true && !atAnyTime.includes(move))?.[0];
  return offered.map(([move, form]) => ({ move, label: wordOf(view, move), look: move === main ? 'main' : form.aside === true ? 'aside' : 'more' }));
}

function answerOf(view: CaseView): CaseScreen['answer'] {
  const { answer, outcome } = view;
  if (answer == null) return null;
  const by = outcome == null ? view.deputy?.name : view.lead?.name;
  return {
    heading: outcome == null ? '代表答复' : '办理答复',
    pill: outcome == null ? '' : termOf('Outcome', outcome),
    look: outcome === 'solved' ? 'good' : outcome === 'inProgress' ? 'soon' : 'plain',
    promised: answer.promisedOn == null ? '' : `承诺于 ${day(answer.promisedOn)} 前完成`,
    text: answer.text,
    photos: answer.attachmentIds,
    internal: answer.internalNote ?? '',
    side: [by ?? '', moment(answer.at), answer.promiseKeptAt != null ? '代表已确认承诺兑现' : outcome != null && answer.verdict != null ? `代表${termOf('VerdictKind', answer.verdict.kind)}` : ''].filter(Boolean).join(' · '),
  };
}

function notesOf(view: CaseView): string[] {
  const notes: string[] = [];
  const until = (date: string | null | undefined): string => (date == null ? '' : `（预计到${day(date)}）`);
  if (view.supervisionRequired === true) notes.push('已提请督办，等督办人员发出督办单。');
  if (view.pauseRequest != null) notes.push(`申请暂停计时：${view.pauseRequest.reason}${until(view.pauseRequest.until)}，等政府办审批。`);
  if (view.extensionRequest != null) notes.push(`申请延期 ${view.extensionRequest.days} 个工作日：${view.extensionRequest.reason}，等政府办审批。`);
  if (view.lookBack != null) {
    notes.push(`承办单位承诺于 ${day(view.lookBack.promisedOn)} 前完成，日期已到，${view.lookBack.open ? '等代表确认承诺是否兑现。' : '代表已确认。'}`);
  }
  return notes;
}

const block = (key: string, heading: string, rest: Partial<Block>): Block => ({ key, heading, pill: '', look: 'plain', lines: [], text: '', side: '', ...rest });

function blocksOf(view: CaseView): Block[] {
  const blocks: Block[] = [];
  if (view.ownKind != null) {
    const signed = (view.coSigners ?? []).map((one) => `附议：${one.deputy.name}${one.standing === 'signed' ? '' : `（${termOf('CoSignerStanding', one.standing)}）`}`);
    blocks.push(block('own', `代表${termOf('SuggestionKind', view.ownKind)}`, { lines: [`领衔：${view.deputy?.name ?? '—'}`, ...signed] }));
  }
  if (view.redirection != null) {
    const { destination, reason, text } = view.redirection;
    blocks.push(block('redirection', '建议您这样办', { lines: [`去向：${termOf('Destination', destination)}`, `原因：${termOf('RedirectReason', reason)}`], text }));
  }
  if (view.return != null) {
    const { agency, reason, proposedAgency, count, at } = view.return;
    const proposed = proposedAgency == null ? [] : [`建议由 ${proposedAgency.name} 承办`];
    blocks.push(block('return', `第 ${count} 次退回`, { lines: [`${agency.name}：${termOf('ReturnReason', reason)}`, ...proposed], side: moment(at) }));
  }
  if (view.evaluation != null) {
    const { grade, text, at } = view.evaluation;
    blocks.push(block('evaluation', '评价', { pill: termOf('Grade', grade), look: grade === 'unsatisfied' ? 'late' : 'good', text: text ?? '', side: moment(at) }));
  }
  view.supervision.forEach((order, index) => {
    const answered = order.answer == null || order.answeredAt == null ? [] : [`答复：${order.answer}`, moment(order.answeredAt)];
    blocks.push(
      block(`supervision-${index}`, `督办单（${termOf('SupervisionLevel', order.level)}）`, {
        text: order.text, side: `${moment(order.at)} 发出，${day(order.answerBy)} 前答复`, lines: answered, pill: answered.length === 0 ? '等待答复' : '', look: 'soon',
      }),
    );
  });
  for (const opinion of view.coOpinions ?? []) {
    const pill = opinion.at == null ? (opinion.late ? '逾期未提交' : '未提交') : opinion.late ? '逾期提交' : '已提交';
    blocks.push(
      block(`opinion-${opinion.agency.id}`, `协办意见：${opinion.agency.name}`, {
        pill, look: opinion.late ? 'late' : opinion.at == null ? 'wait' : 'good', text: opinion.text ?? '', side: `${day(opinion.dueOn)} 前提交`,
      }),
    );
  }
  return blocks;
}

function clockOf(view: CaseView): CaseScreen['clock'] {
  const clock = view.residentClock;
  if (clock == null) return null;
  return {
    promise: `最迟在 ${day(clock.endsOn)} 前得到结果`,
    verdict: clock.verdict === 'late' && clock.resultAt == null ? '已超一个月' : termOf('Verdict', clock.verdict),
    look: clock.verdict === 'onTime' ? 'good' : clock.verdict === 'late' ? 'late' : 'plain',
    handedOver: clock.handedOverAt == null ? '—' : moment(clock.handedOverAt),
    result: clock.resultAt == null ? '—' : moment(clock.resultAt),
    done: clock.done.map((step) => ({ at: moment(step.at), text: step.text })),
  };
}
