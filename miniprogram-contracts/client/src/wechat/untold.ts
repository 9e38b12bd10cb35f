import { isRecord, newKey, readStored, type Clock, type KeyValueStorage } from '../environment';
import type { TemplateName } from '../generated/templates';

/** An answer as the server takes it. */
export interface SubscriptionTold {
  template: TemplateName;
  answer: 'accept' | 'reject';
}

export interface SubscriptionTelling {
  clock: Clock;
  signedIn: () => boolean;
  /** Fails only when it is worth another try. */
  send: (answers: SubscriptionTold[], key: string) => Promise<void>;
}

/** What the server has not heard yet, kept on the phone. */
export interface UntoldAnswers {
  add(answers: SubscriptionTold[]): void;
  /** Never throws. */
  tell(): Promise<void>;
}

interface Untold {
  key: string;
  answers: SubscriptionTold[];
}

const most = 20;
const storageKey = 'scandeputy.untoldSubscriptions';

export function untoldAnswers(storage: KeyValueStorage, { clock, signedIn, send }: SubscriptionTelling): UntoldAnswers {
  const untold: Untold[] = readStored(storage, storageKey, isUntold) ?? [];
  let underWay: Promise<void> | undefined;

  const keep = (): void => {
    storage.set(storageKey, JSON.stringify(untold));
  };
  /** One call for each tap, under a key of its own: one whose answer was lost is sent again and counts once. */
  const tellAll = async (): Promise<void> => {
    for (let next = untold[0]; next !== undefined && signedIn(); next = untold[0]) {
      try {
        await send(next.answers, next.key);
      } catch {
        // Later: at the next tap, or when the mini-program comes to the front.
        return;
      }
      untold.shift();
      keep();
    }
  };
  return {
    add(answers) {
      if (answers.length === 0 || untold.length >= most) return;
      untold.push({ key: newKey(clock), answers });
      keep();
    },
    tell() {
      underWay ??= tellAll().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}

const isUntold = (value: unknown): value is Untold[] => Array.isArray(value) && value.every((one: unknown) => isRecord(one) && typeof one['key'] === 'string' && Array.isArray(one['answers']));
