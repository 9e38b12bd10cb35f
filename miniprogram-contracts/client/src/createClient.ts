import { phoneClock, phoneStorage, type Clock, type KeyValueStorage } from './environment';
import { isApiError } from './errors';
import { newAction, type Action } from './http/action';
import { Caller, defaultTimeouts, type Timeouts } from './http/caller';
import type { Api } from './http/operations';
import { sendWith, serverTime } from './http/transport';
import { OfflineQueue, type Queue } from './offline/queue';
import { Auth } from './session/auth';
import { phoneOf, type Phone } from './session/phone';
import { PhotoUpload, type Upload } from './upload/photos';
import { privacyOf, type Privacy } from './wechat/privacy';
import { scene, type Scene } from './wechat/scene';
import { subscriptionsOf, type Subscriptions, type TemplateIds } from './wechat/subscriptions';
import type { WxApi } from './wx';

export interface ClientOptions {
  /** Scheme and host of the server, for example `https://lz.example.cn`. */
  baseUrl: string;
  wx: WxApi;
  /** By default WeChat's own storage. */
  storage?: KeyValueStorage;
  clock?: Clock;
  timeouts?: Partial<Timeouts>;
  /** The ids of the county's subscription templates. */
  templates?: TemplateIds;
}

export interface Client {
  readonly baseUrl: string;
  readonly api: Api;
  readonly auth: Auth;
  readonly phone: Phone;
  readonly upload: Upload;
  readonly queue: Queue;
  readonly scene: Scene;
  readonly subscriptions: Subscriptions;
  readonly privacy: Privacy;
  /** The address for a web-view that shows a page of the site ("/my"), signed in as the user. Good once, and for a minute. */
  webPage(path: string): Promise<string>;
  /** Milliseconds since 1970 by the server's clock. */
  now(): number;
  /** One for each form or button: see `Action`. */
  action(): Action;
}

/** One for the whole mini-program, made in `app.ts`. */
export function createClient(options: ClientOptions): Client {
  const { wx } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const clock = options.clock ?? phoneClock;
  const storage = options.storage ?? phoneStorage(wx);
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const time = serverTime(clock);
  const send = sendWith(wx, time);
  const auth = new Auth(wx, storage, send, baseUrl, clock, timeouts.write);
  const caller = new Caller(baseUrl, send, auth, clock, timeouts);
  const upload = new PhotoUpload(wx, baseUrl, auth, clock, timeouts.upload);
  const queue = new OfflineQueue({ wx, storage, caller, upload, auth, time, clock });
  wx.onNetworkStatusChange((network) => {
    if (network.isConnected) void queue.flush();
  });
  const subscriptions = subscriptionsOf(wx, storage, options.templates ?? {}, {
    clock,
    signedIn: () => auth.user !== undefined,
    send: async (answers, key) => {
      try {
        await caller.api.post('/api/v1/me/subscriptions', { body: { answers }, key });
      } catch (error) {
        // What the server finds wrong stays wrong.
        if (!isApiError(error) || error.status !== 422) throw error;
      }
    },
  });
  auth.onChange((user) => {
    if (user === undefined) return;
    void queue.flush();
    void subscriptions.tell();
  });
  return {
    baseUrl,
    api: caller.api,
    auth,
    phone: phoneOf(caller.api, auth),
    upload,
    queue,
    scene,
    subscriptions,
    privacy: privacyOf(wx),
    webPage: async (path) => baseUrl + (await caller.api.post('/api/v1/auth/ticket', { body: { path } })).url,
    now: () => time.now(),
    action: () => newAction(caller.api, clock),
  };
}
