import { isRecord, readStored, type KeyValueStorage } from '../environment';
import { templateNames, type TemplateName } from '../generated/templates';
import { untoldAnswers, type SubscriptionTelling, type SubscriptionTold } from './untold';
import type { WxApi, WxSubscriptionSettings } from '../wx';

/** `progress` to residents: how their matter goes on. `work` to deputies and officials: tasks and deadlines. As templates.json has them. */
export type { TemplateName } from '../generated/templates';

/** The ids that the county's mini-program got for its templates; one that is missing is not asked for. */
export type TemplateIds = Partial<Record<TemplateName, string>>;

/** `unasked`: there is no id, or WeChat did not ask (main switch off, no network, not in a tap). */
export type SubscriptionAnswer = 'accept' | 'reject' | 'ban' | 'filter' | 'unasked';

export interface SubscriptionState {
  /** The choice that the person has asked WeChat to keep; then no pop-up comes any more. */
  always: 'accept' | 'reject' | undefined;
  /** Messages that one-time acceptances still allow, as this phone has counted them. */
  left: number;
}

export interface Subscriptions {
  /**
   * Asks for at most three. To be called first thing in the handler of a tap, before any `await`: WeChat refuses it elsewhere. Never throws, and what
   * was tapped for goes on whatever the answer is: nobody may be made to subscribe.
   */
  ask(...names: TemplateName[]): Promise<Record<TemplateName, SubscriptionAnswer>>;
  /** Whether `ask` would show a pop-up, so that a page need not explain one that does not come. As `refresh` found it last. */
  willPrompt(...names: TemplateName[]): boolean;
  state(name: TemplateName): SubscriptionState;
  /** All messages are switched off in the mini-program's settings, where only the person can switch them on again. */
  readonly switchedOff: boolean;
  /** Reads the settings, for example in `onShow`. */
  refresh(): Promise<void>;
  /** Tells the server what it has not heard yet: it counts with it what may be sent. Nothing is told twice, nor before somebody is signed in. Never throws. */
  tell(): Promise<void>;
  /** A message of this template has arrived: the mini-program was opened from it. */
  received(name: TemplateName): void;
}

const most = 3;
const storageKey = 'scandeputy.subscriptions';

export function subscriptionsOf(wx: Pick<WxApi, 'requestSubscribeMessage' | 'getSetting'>, storage: KeyValueStorage, ids: TemplateIds, telling: SubscriptionTelling): Subscriptions {
  const left: Partial<Record<string, number>> = readStored(storage, storageKey, isCounts) ?? {};
  const untold = untoldAnswers(storage, telling);
  let settings: WxSubscriptionSettings = { mainSwitch: true };

  const count = (id: string, change: number): void => {
    left[id] = Math.max(0, (left[id] ?? 0) + change);
    storage.set(storageKey, JSON.stringify(left));
  };
  const alwaysOf = (name: TemplateName): 'accept' | 'reject' | undefined => {
    const kept = settings.itemSettings?.[ids[name] ?? ''];
    return kept === 'accept' || kept === 'reject' ? kept : undefined;
  };
  const answersOf = (asked: readonly TemplateName[], result: Record<string, string>): Record<TemplateName, SubscriptionAnswer> => {
    const told: SubscriptionTold[] = [];
    const answers = Object.fromEntries(templateNames.map((name) => [name, 'unasked'])) as Record<TemplateName, SubscriptionAnswer>;
    for (const name of asked) {
      const answer = result[ids[name] ?? ''];
      if (answer === 'accept' || answer === 'reject' || answer === 'ban' || answer === 'filter') answers[name] = answer;
      if (answer === 'accept') count(ids[name] ?? '', 1);
      if (answer === 'accept' || answer === 'reject') told.push({ template: name, answer });
    }
    untold.add(told);
    void untold.tell();
    return answers;
  };

  return {
    ask(...wanted) {
      const asked = wanted.filter((name, index) => ids[name] !== undefined && ids[name] !== '' && wanted.indexOf(name) === index).slice(0, most);
      if (asked.length === 0) return Promise.resolve(answersOf([], {}));
      // The call is made before this function returns: the executor of a promise runs at once.
      return new Promise((resolve) => {
        wx.requestSubscribeMessage({
          tmplIds: asked.map((name) => ids[name] ?? ''),
          success: (result) => {
            resolve(answersOf(asked, result));
          },
          fail: () => {
            resolve(answersOf([], {}));
          },
        });
      });
    },
    willPrompt: (...wanted) => settings.mainSwitch && wanted.some((name) => ids[name] !== undefined && ids[name] !== '' && alwaysOf(name) === undefined),
    state: (name) => ({ always: alwaysOf(name), left: left[ids[name] ?? ''] ?? 0 }),
    get switchedOff() {
      return !settings.mainSwitch;
    },
    refresh: () =>
      new Promise((resolve) => {
        wx.getSetting({
          withSubscriptions: true,
          success: (result) => {
            settings = result.subscriptionsSetting ?? { mainSwitch: true };
            resolve();
          },
          // The last known settings stay; they decide on an explanation only.
          fail: () => {
            resolve();
          },
        });
      }),
    tell: () => untold.tell(),
    received(name) {
      const id = ids[name];
      if (id !== undefined) count(id, -1);
    },
  };
}

const isCounts = (value: unknown): value is Record<string, number> => isRecord(value) && Object.values(value).every((count) => typeof count === 'number');
