import type { Schema } from '@scandeputy/client';
import { publishedTexts as say } from '../texts/published';
import { termOf } from '../texts/terms';
import { statusLook } from './caseCard';
import { day, moment } from './dates';

type Answer = NonNullable<Schema<'PublishedCase'>['answer']>;
type Promise = NonNullable<Answer['promise']>;

/** What was answered, and whether it was kept. */
export interface Echo {
  heading: string;
  text: string;
  outcome: string;
  look: string;
  destination: string;
  promise: string;
  promiseLook: string;
  promised: string;
  side: string;
}

const promiseLooks: Record<Promise, string> = { running: 'wait', checking: 'wait', kept: 'good', notKept: 'late' };

function echoOf(answer: Answer): Echo {
  return {
    heading: answer.destination === null ? '答复' : '建议去向',
    text: answer.text,
    outcome: answer.outcome === null ? '' : termOf('Outcome', answer.outcome),
    look: answer.outcome === 'solved' ? 'good' : answer.outcome === 'inProgress' ? 'soon' : 'plain',
    destination: answer.destination ?? '',
    promise: answer.promise === null ? '' : termOf('PromiseStanding', answer.promise),
    promiseLook: answer.promise === null ? '' : promiseLooks[answer.promise],
    promised: answer.promisedOn === null ? '' : `承诺于 ${day(answer.promisedOn)} 前完成`,
    side: [answer.by, moment(answer.at)].filter((part) => part !== '').join(' · '),
  };
}

/** A published case in a list. */
export interface PublishedLine {
  number: string;
  title: string;
  text: string;
  status: string;
  look: string;
  facts: string;
  when: string;
  echo: Echo | null;
  /** All of it in one sentence, for those who hear it. */
  label: string;
}

export function publishedLine(shown: Schema<'PublishedCase'>): PublishedLine {
  const status = termOf('CaseStatus', shown.status);
  return {
    number: shown.number,
    title: shown.title,
    text: shown.text,
    status,
    look: statusLook(shown.status),
    facts: `${shown.category.name} · ${shown.station.name}`,
    when: `${moment(shown.reportedAt)} 反映`,
    echo: shown.answer === null ? null : echoOf(shown.answer),
    label: `${shown.title}，${status}，编号 ${shown.number}${shown.answer === null ? '' : `，答复：${shown.answer.text}`}`,
  };
}

export interface PublishedStageLine {
  key: string;
  name: string;
  owner: string;
  verdict: string;
  look: string;
  times: string;
}

/** One of them, with the way it went. */
export interface PublishedScreen extends PublishedLine {
  deputy: string;
  lead: string;
  grade: string;
  gradeLook: string;
  stages: PublishedStageLine[];
  photos: string[];
  answerPhotos: string[];
}

export function publishedScreen(shown: Schema<'PublishedDetail'>, baseUrl: string): PublishedScreen {
  const photosOf = (ofAnswer: boolean): string[] => shown.photos.filter((photo) => photo.ofAnswer === ofAnswer).map((photo) => baseUrl + photo.url);
  return {
    ...publishedLine(shown),
    deputy: shown.deputy ?? '',
    lead: shown.lead ?? '',
    grade: shown.grade === null ? '' : termOf('Grade', shown.grade),
    gradeLook: shown.grade === 'unsatisfied' ? 'late' : shown.grade === 'notGiven' ? 'plain' : 'good',
    stages: shown.stages.map((stage) => ({
      key: `${stage.kind} ${stage.startedAt}`,
      name: termOf('StageKind', stage.kind) + (stage.round > 1 ? `（第 ${stage.round} 轮）` : ''),
      owner: stage.owner,
      verdict: stage.overdue ? '已逾期' : termOf('Verdict', stage.verdict),
      look: stage.overdue || stage.verdict === 'late' ? 'late' : stage.verdict === 'onTime' ? 'good' : 'plain',
      times: `${moment(stage.startedAt)} 开始${stage.endedAt === null ? '' : `，${moment(stage.endedAt)} 完成`}，期限 ${day(stage.dueOn)}`,
    })),
    photos: photosOf(false),
    answerPhotos: photosOf(true),
  };
}

export interface RateLine {
  label: string;
  rate: string;
  of: string;
}

/** Four different rates, each with what it was counted of. */
export const rateLines = (rates: Schema<'CaseRates'>): RateLine[] =>
  say.rates.map(({ name, label, n, of }) => {
    const share = rates[name];
    return { label, rate: share.rate === null ? say.noRate : `${(share.rate * 100).toFixed(1)}%`, of: `${n} ${share.n} 件 / ${of} ${share.of} 件` };
  });
