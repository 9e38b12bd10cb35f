import type { Schema } from '@scandeputy/client';
import { termOf } from '../texts/terms';
import { day, moment } from './dates';

type CaseView = Schema<'CaseView'>;
type StageView = Schema<'StageView'>;

export interface StageLine {
  key: string;
  name: string;
  owner: string;
  look: string;
  verdict: string;
  times: string;
  due: string;
  provisional: boolean;
  limit: string;
  /** What the page "why this date" counts from and how far. */
  receivedAt: string;
  workingDays: number;
}

export interface Step {
  name: string;
  standing: 'done' | 'current' | 'ahead' | 'left';
  word: string;
  facts: string;
  stages: StageLine[];
}

const names = ['联系', '反映', '处理', '落实', '反馈', '评价'];
const words = { done: '已完成', current: '进行中', ahead: '未开始', left: '未进行' };

/** The published six steps 联系—反映—处理—落实—反馈—评价, as the server's own pages show them. */
export function sixSteps(view: CaseView): Step[] {
  const current = currentOf(view);
  return names.map((name, index) => {
    const standing = standingOf(index, current, view);
    return { name, standing, word: words[standing], facts: factsOf(index, view), stages: stagesOf(index, view).map(stageLine) };
  });
}

const isLeft = (view: CaseView): boolean => view.status === 'redirected' || view.status === 'merged' || view.status === 'withdrawn';

function currentOf(view: CaseView): number {
  switch (view.status) {
    case 'received':
    case 'adopted':
    case 'handedOver':
      return 2;
    case 'redirected':
    case 'merged':
    case 'withdrawn':
    case 'assigned':
    case 'handling':
      return 3;
    case 'replied':
      return view.answer?.accepted === true || view.answer?.verdict?.kind === 'notGiven' ? 5 : 4;
    case 'answered':
      return 5;
    default:
      return names.length;
  }
}

function standingOf(index: number, current: number, view: CaseView): Step['standing'] {
  if (index >= current) return isLeft(view) ? 'left' : index === current ? 'current' : 'ahead';
  // The deputy answered alone: nothing was handed on.
  return index === 3 && view.lead === null ? 'left' : 'done';
}

function stagesOf(index: number, view: CaseView): StageView[] {
  if (index === 2) return view.stages.filter((stage) => stage.kind !== 'handling' && stage.kind !== 'verdict');
  const kind = index === 3 ? 'handling' : index === 4 ? 'verdict' : null;
  return kind === null ? [] : view.stages.filter((stage) => stage.kind === kind);
}

function factsOf(index: number, view: CaseView): string {
  if (index === 0) return view.deputy == null ? view.station.name : `${view.station.name} · ${view.deputy.name} 代表`;
  if (index === 1) return view.createdAt === undefined ? view.number : `${moment(view.createdAt)} 收到，编号 ${view.number}`;
  if (index === 4 && view.answer != null) {
    const outcome = view.outcome == null ? '代表已答复' : termOf('Outcome', view.outcome);
    return `${moment(view.answer.at)} ${outcome}${verdictOf(view)}`;
  }
  if (index === 5 && view.evaluation != null) return `${moment(view.evaluation.at)} ${termOf('Grade', view.evaluation.grade)}`;
  return index === 5 && view.evaluateUntil != null ? `可评价至 ${day(view.evaluateUntil)}` : '';
}

function verdictOf(view: CaseView): string {
  if (view.answer?.verdict != null) return `，代表${termOf('VerdictKind', view.answer.verdict.kind)}`;
  return view.verdictUntil == null ? '' : '，等代表表态';
}

export function stageLine(stage: StageView): StageLine {
  const [limit, extension, paused] = [Number(stage.limitDays), Number(stage.extensionDays), Number(stage.pausedDays)];
  const kind = stage.kind == null ? '' : termOf('StageKind', stage.kind);
  return {
    key: `${stage.kind}-${stage.round}-${stage.startedAt}`,
    name: Number(stage.round) > 1 ? `${kind}（第 ${stage.round} 轮）` : kind,
    owner: stage.owner.id === null ? stage.owner.name : `${stage.owner.name}（${termOf('Role', stage.owner.role)}）`,
    look: stage.overdue || stage.verdict === 'late' ? 'late' : stage.verdict === 'onTime' ? 'good' : stage.paused ? 'wait' : 'plain',
    verdict: stage.overdue ? '已逾期' : stage.paused ? '暂停计时' : stage.lapsed === true ? termOf('VerdictKind', 'notGiven') : termOf('Verdict', stage.verdict),
    times: `${moment(stage.startedAt)} 开始${stage.endedAt == null ? '' : `，${moment(stage.endedAt)} ${stage.lapsed === true ? '到期' : '完成'}`}${stage.urgedAt == null ? '' : `，${moment(stage.urgedAt)} 居民催办`}`,
    due: day(stage.dueOn),
    provisional: stage.provisional,
    limit: `${limit} 个工作日${extension > 0 ? `，延期 ${extension} 个` : ''}${paused > 0 ? `，暂停 ${paused} 个` : ''}`,
    receivedAt: stage.startedAt.slice(0, 10),
    workingDays: limit + extension + paused,
  };
}
