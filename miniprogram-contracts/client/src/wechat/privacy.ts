import { localError } from '../errors';
import type { WxApi, WxFailure, WxPrivacyResolve } from '../wx';

export interface PrivacyState {
  /** Whether the person still has to agree before WeChat gives anything away. */
  needed: boolean;
  /** As WeChat shows it, for example "《扫码找代表隐私保护指引》"; empty on base libraries without it. */
  contractName: string;
}

export interface Privacy {
  state(): Promise<PrivacyState>;
  /** Called when WeChat asks: show the pop-up. Call `shown`, then `agree` or `refuse`. Returns what ends it. */
  onNeeded(listener: (referrer: string) => void): () => void;
  /** The pop-up is on the screen. */
  shown(): void;
  /** In `bindagreeprivacyauthorization` of the button with this id, never before it. */
  agree(buttonId: string): void;
  refuse(): void;
  /** Asks now, before a call that needs it. Throws `privacy_refused`. */
  require(): Promise<void>;
  /** WeChat's page with the whole text. */
  open(): Promise<void>;
}

/** WeChat keeps the last listener only, so this is the one; several calls may wait for one answer. */
export function privacyOf(wx: Pick<WxApi, 'getPrivacySetting' | 'onNeedPrivacyAuthorization' | 'requirePrivacyAuthorize' | 'openPrivacyContract'>): Privacy {
  const waiting: WxPrivacyResolve[] = [];
  const listeners = new Set<(referrer: string) => void>();
  const answer: WxPrivacyResolve = (result) => {
    for (const resolve of waiting.splice(0)) resolve(result);
  };
  wx.onNeedPrivacyAuthorization?.((resolve, event) => {
    waiting.push(resolve as WxPrivacyResolve);
    // A call that nobody answers would hang for ever.
    if (listeners.size === 0) answer({ event: 'disagree' });
    else for (const listener of listeners) listener(event?.referrer ?? '');
  });
  return {
    state: () =>
      new Promise((resolve) => {
        if (wx.getPrivacySetting === undefined) resolve({ needed: false, contractName: '' });
        else
          wx.getPrivacySetting({
            success: (setting) => {
              resolve({ needed: setting.needAuthorization, contractName: setting.privacyContractName });
            },
            // WeChat asks by itself when it must; not knowing is no reason to stop somebody.
            fail: () => {
              resolve({ needed: false, contractName: '' });
            },
          });
      }),
    onNeeded(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) answer({ event: 'disagree' });
      };
    },
    shown() {
      for (const resolve of waiting) resolve({ event: 'exposureAuthorization' });
    },
    agree(buttonId) {
      answer({ event: 'agree', buttonId });
    },
    refuse() {
      answer({ event: 'disagree' });
    },
    require: () => asPromise((options) => wx.requirePrivacyAuthorize?.(options), wx.requirePrivacyAuthorize === undefined),
    open: () => asPromise((options) => wx.openPrivacyContract?.(options), wx.openPrivacyContract === undefined),
  };
}

const asPromise = (call: (options: { success: () => void; fail: (error: WxFailure) => void }) => void, absent: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    if (absent) resolve();
    else
      call({
        success: resolve,
        fail: (error) => {
          reject(localError('privacy_refused', false, error.errMsg));
        },
      });
  });
