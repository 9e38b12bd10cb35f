import type { Schema } from '@scandeputy/client';
import { termOf } from '../texts/terms';
import { day, daysUntil, moment } from './dates';

export interface Due {
  look: 'late' | 'wait' | 'soon' | 'good';
  date: string;
  words: string;
  provisional: boolean;
}

interface DueFacts {
  dueOn: string;
  provisional: boolean;
  overdue: boolean;
  paused: boolean;
}

/** A due date in words, and in a colour that says the same. */
export function dueOf(stage: DueFacts): Due {
  const left = daysUntil(stage.dueOn);
  const look = stage.overdue ? 'late' : stage.paused ? 'wait' : left <= 1 ? 'soon' : 'good';
  const words = stage.overdue ? `逾期 ${-left} 天` : stage.paused ? '暂停计时' : left === 0 ? '今天到期' : left === 1 ? '明天到期' : `还有 ${left} 天`;
  return { look, date: day(stage.dueOn), words, provisional: stage.provisional };
}

type Status = Schema<'CaseStatus'>;

export function statusLook(status: Status): string {
  if (status === 'answered' || status === 'replied' || status === 'evaluated') return 'good';
  return status === 'closed' || status === 'withdrawn' || status === 'merged' || status === 'redirected' ? 'plain' : 'go';
}

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
  toRate: boolean;
  stage: string;
  due: Due | null;
  /** All of it in one sentence, for those who hear it. */
  label: string;
}

export function caseCard(item: Schema<'ListCasesItem'>): CaseCard {
  const status = termOf('CaseStatus', item.status);
  const due = item.stage === null ? null : dueOf(item.stage);
  const stage = item.stage?.kind == null ? '' : termOf('StageKind', item.stage.kind);
  return {
    id: item.id,
    number: item.number,
    title: item.title,
    status,
    look: statusLook(item.status),
    facts: `${item.category.name} · ${item.station.name}`,
    when: `${moment(item.createdAt)} 反映`,
    followed: item.followed,
    toRate: item.stage === null && !item.followed && (item.status === 'answered' || item.status === 'replied'),
    stage,
    due,
    label: `${item.title}，${status}，编号 ${item.number}${due === null ? '' : `，${stage}期限 ${due.date}，${due.words}`}`,
  };
}
