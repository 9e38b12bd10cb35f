import type { Schema } from '@scandeputy/client';
import { termOf } from '../texts/terms';
import { day, daysUntil, moment } from './dates';

export interface Due {
  look: 'late' | 'wait' | 'soon' | 'good';
  date: string;
  words: string;
  provisional: boolean;
}

type Item = Schema<'ListCasesItem'>;

/** The open stage, as far as its date shows. */
interface OpenStage {
  dueOn: string;
  provisional: boolean;
  paused: boolean;
}

/** What a case waits for, with its date in words and in a colour that says the same: in working days, as the server counts them. */
export function dueOf(waiting: Item['waiting'], stage: OpenStage | null): Due | null {
  if (waiting?.kind === 'stage' && stage?.paused === true) return { look: 'wait', date: day(stage.dueOn), words: '暂停计时', provisional: stage.provisional };
  if (waiting?.dueOn == null) return null;
  const left = waiting.daysLeft ?? 0;
  const look = waiting.overdue ? 'late' : left <= 1 ? 'soon' : 'good';
  return { look, date: day(waiting.dueOn), words: wordsOf(waiting.dueOn, waiting.overdue, left), provisional: waiting.kind === 'stage' && stage?.provisional === true };
}

function wordsOf(dueOn: string, overdue: boolean, left: number): string {
  if (overdue) return left === 0 ? '已逾期' : `逾期 ${-left} 个工作日`;
  const days = daysUntil(dueOn);
  return days === 0 ? '今天到期' : days === 1 ? '明天到期' : `还有 ${left} 个工作日`;
}

type Status = Schema<'CaseStatus'>;

export function statusLook(status: Status): string {
  if (status === 'answered' || status === 'replied' || status === 'evaluated') return 'good';
  return status === 'closed' || status === 'withdrawn' || status === 'merged' || status === 'redirected' ? 'plain' : 'go';
}

/** What is to be done now, in a word. */
export const taskOf = (waiting: Schema<'ListedWait'>, stage: Schema<'StageKind'> | undefined): string =>
  waiting.kind === 'stage' && stage !== undefined ? termOf('StageKind', stage) : termOf('WaitKind', waiting.kind);

/** A case in a list. */
export interface CaseCard {
  id: string;
  number: string;
  title: string;
  status: string;
  look: string;
  facts: string;
  when: string;
  followed: boolean;
  /** Something came of it that its reader has not seen. */
  news: boolean;
  toRate: boolean;
  stage: string;
  due: Due | null;
  /** All of it in one sentence, for those who hear it. */
  label: string;
}

export function caseCard(item: Item): CaseCard {
  const status = termOf('CaseStatus', item.status);
  const due = dueOf(item.waiting, item.stage);
  const stage = item.waiting === null ? '' : taskOf(item.waiting, item.stage?.kind);
  return {
    id: item.id,
    number: item.number,
    title: item.title,
    status,
    look: statusLook(item.status),
    facts: `${item.category.name} · ${item.station.name}`,
    when: `${moment(item.createdAt)} 反映`,
    followed: item.followed,
    news: item.news,
    toRate: false,
    stage,
    due,
    label: `${item.news ? '有更新，' : ''}${item.title}，${status}，编号 ${item.number}${due === null ? '' : `，${stage}期限 ${due.date}，${due.words}`}`,
  };
}

/** One of my own, of which I am asked for my judgement instead of being told a date. */
export function ownCaseCard(item: Item): CaseCard {
  const card = caseCard(item);
  const toRate = !item.followed && item.waiting?.kind === 'evaluation';
  return toRate ? { ...card, toRate, due: null } : card;
}
