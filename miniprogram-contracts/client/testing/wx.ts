import type { WxApi, WxFailure, WxPrivacyResolve, WxUploadTask } from '../src/wx';
import { Network, transmit } from './wire';

export { Network } from './wire';

/** One of the demo's people, or somebody else under any name, whose WeChat is the same each time. */
export type Owner = { persona: string } | { visitor: string };

type SubscriptionChoice = 'accept' | 'reject' | 'ban' | 'filter';

const largestStorage = 10 * 1024 * 1024;
const mostAtOnce = 10;

/** What stays on the phone when the mini-program or the phone is restarted. */
export class Disk {
  readonly values = new Map<string, string>();
  /** Files by their paths; `wxfile://tmp` ones are gone with the mini-program's end. */
  readonly files = new Map<string, Uint8Array>();
  full = false;
}

/**
 * A phone with WeChat: the `wx` of a mini-program, as faithful as the client needs it, and what a person does with it. Calls go to the real server,
 * login and phone codes come from its stand-in for WeChat.
 */
export class Phone {
  readonly network = new Network();
  readonly wx: WxApi;

  /** What the person answers in the pop-up of a template; `accept` unless said. */
  readonly choices = new Map<string, SubscriptionChoice>();
  /** Templates for which "always keep" was ticked. */
  readonly always = new Map<string, 'accept' | 'reject'>();
  messagesOn = true;
  /** Templates of each pop-up that was shown. */
  readonly popups: string[][] = [];

  privacyAgreed = true;
  /** Milliseconds by which this phone's clock is wrong. */
  clockOffset = 0;

  private inTap = false;
  private running = 0;
  private alive = true;
  private saved = 0;
  private privacyListener: ((resolve: WxPrivacyResolve, event: { referrer: string }) => void) | undefined;
  private agreeTapped: string | undefined;

  constructor(
    readonly server: string,
    readonly owner: Owner,
    readonly disk: Disk = new Disk(),
  ) {
    this.wx = this.makeWx();
  }

  /** The same phone after the mini-program was closed and opened: answers under way reach nobody. */
  restart(): Phone {
    this.alive = false;
    for (const path of this.disk.files.keys()) if (path.startsWith('wxfile://tmp')) this.disk.files.delete(path);
    return new Phone(this.server, this.owner, this.disk);
  }

  now(): number {
    return Date.now() + this.clockOffset;
  }

  /** Runs a handler as a tap; WeChat takes the tap for over once the handler has returned. */
  tap<T>(handler: () => T): T {
    this.inTap = true;
    try {
      return handler();
    } finally {
      this.inTap = false;
    }
  }

  /** A photo as `wx.chooseMedia` gives it. */
  addPhoto(name: string, bytes: Uint8Array): string {
    const path = `wxfile://tmp_${name}`;
    this.disk.files.set(path, bytes);
    return path;
  }

  /** The person taps the button of the pop-up with this id. */
  tapAgree(buttonId: string): void {
    this.agreeTapped = buttonId;
  }

  /** What `bindgetphonenumber` brings after "allow". */
  async phoneCode(phoneNumber?: string): Promise<{ code: string; errMsg: string }> {
    return { code: await this.codeOf('/sandbox/wechat/phone-codes', { phoneNumber }), errMsg: 'getPhoneNumber:ok' };
  }

  private async codeOf(path: string, more: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.tell(path, more);
    return (JSON.parse(answer) as { code: string }).code;
  }

  /** To WeChat's stand-in, over the same network but past the counting of the program's calls. */
  private async tell(path: string, body: Record<string, unknown>): Promise<string> {
    if (!this.network.connected) throw new Error('network is down');
    const response = await fetch(this.server + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...this.owner, ...body }) });
    if (!response.ok) throw new Error(`${String(response.status)} ${await response.text()}`);
    return response.text();
  }

  /** Brings the outcome of work to the call-backs later, never at once and never to a mini-program that has been closed. */
  private settle<T>(name: string, work: Promise<T>, options: { success?: ((result: T) => void) | undefined; fail?: ((error: WxFailure) => void) | undefined }): void {
    const onlyAlive = (then: () => void): void => {
      if (this.alive) setTimeout(then, 0);
    };
    work.then(
      (result) => {
        onlyAlive(() => options.success?.(result));
      },
      (error: unknown) => {
        onlyAlive(() => options.fail?.({ errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` }));
      },
    );
  }

  private async limited<T>(work: () => Promise<T>): Promise<T> {
    if (!this.alive) return new Promise<T>(() => undefined);
    if (this.running >= mostAtOnce) throw new Error('exceed max task count');
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
    }
  }

  private makeWx(): WxApi {
    return { ...this.calls(), ...this.storage(), ...this.subscriptions(), ...this.privacy() };
  }

  private calls(): Pick<WxApi, 'request' | 'uploadFile' | 'login' | 'onNetworkStatusChange'> {
    return {
      request: (options) => {
        const body = new TextEncoder().encode(options.data ?? '');
        const work = this.limited(() => transmit(this.network, { method: options.method, url: options.url, header: options.header, body, timeout: options.timeout }));
        this.settle(
          'request',
          work.then((answer) => ({ statusCode: answer.status, data: answer.text as unknown, header: answer.header as Record<string, unknown> })),
          options,
        );
        return {};
      },
      uploadFile: (options) => {
        const listeners: Parameters<WxUploadTask['onProgressUpdate']>[0][] = [];
        let abort: (() => void) | undefined;
        const send = async (): Promise<{ statusCode: number; data: string }> => {
          const bytes = this.disk.files.get(options.filePath);
          if (bytes === undefined) throw new Error('no such file or directory');
          const { body, type } = multipart(options.name, bytes);
          const answer = await transmit(this.network, {
            method: 'POST',
            url: options.url,
            header: { ...options.header, 'Content-Type': type },
            body,
            timeout: options.timeout,
            onSent: (sent) => {
              const progress = { progress: Math.floor((100 * sent) / body.length), totalBytesSent: sent, totalBytesExpectedToSend: body.length };
              if (this.alive) for (const listener of listeners) listener(progress);
            },
            onAbort: (stop) => {
              abort = stop;
            },
          });
          return { statusCode: answer.status, data: answer.text };
        };
        this.settle('uploadFile', this.limited(send), options);
        return { onProgressUpdate: (listener) => listeners.push(listener), abort: () => abort?.() };
      },
      login: (options) => {
        this.settle('login', this.codeOf('/sandbox/wechat/login-codes').then((code) => ({ code })), options);
      },
      onNetworkStatusChange: (listener) => {
        this.network.onChange((state) => {
          if (this.alive) listener(state);
        });
      },
    };
  }

  private storage(): Pick<WxApi, 'getStorageSync' | 'setStorageSync' | 'removeStorageSync' | 'getFileSystemManager'> {
    return {
      getStorageSync: (key) => this.disk.values.get(key) ?? '',
      setStorageSync: (key, data) => {
        if (!this.alive) return;
        const used = [...this.disk.values].reduce((sum, [name, value]) => sum + (name === key ? 0 : value.length), data.length);
        if (this.disk.full || used > largestStorage) throw new Error('setStorageSync:fail the storage is full');
        this.disk.values.set(key, data);
      },
      removeStorageSync: (key) => {
        if (this.alive) this.disk.values.delete(key);
      },
      getFileSystemManager: () => ({
        saveFile: (options) => {
          const bytes = this.disk.files.get(options.tempFilePath);
          const savedFilePath = `wxfile://store_${String(Date.now())}_${String(this.saved++)}`;
          if (bytes !== undefined && !this.disk.full) {
            this.disk.files.delete(options.tempFilePath);
            this.disk.files.set(savedFilePath, bytes);
          }
          const work = bytes === undefined ? Promise.reject(new Error('no such file or directory')) : this.disk.full ? Promise.reject(new Error('the maximum size of the file storage limit is exceeded')) : Promise.resolve({ savedFilePath });
          this.settle('saveFile', work, options);
        },
        removeSavedFile: (options) => {
          this.settle('removeSavedFile', this.disk.files.delete(options.filePath) ? Promise.resolve() : Promise.reject(new Error('no such file or directory')), options);
        },
      }),
    };
  }

  private subscriptions(): Pick<WxApi, 'requestSubscribeMessage' | 'getSetting'> {
    return {
      requestSubscribeMessage: (options) => {
        this.settle('requestSubscribeMessage', this.inTap ? this.subscribe(options.tmplIds) : Promise.reject(new Error('can only be invoked by user TAP gesture.')), options);
      },
      getSetting: (options) => {
        const itemSettings = Object.fromEntries(this.always);
        this.settle('getSetting', Promise.resolve(options.withSubscriptions === true ? { subscriptionsSetting: { mainSwitch: this.messagesOn, itemSettings } } : {}), options);
      },
    };
  }

  private async subscribe(templates: string[]): Promise<Record<string, string>> {
    if (templates.length === 0 || templates.length > 3) throw new Error('Templates count out of max bounds');
    if (!this.messagesOn) throw new Error('The main switch is switched off');
    const asked = templates.filter((template) => !this.always.has(template));
    if (asked.length > 0) this.popups.push(asked);
    const answers: Record<string, string> = { errMsg: 'requestSubscribeMessage:ok' };
    for (const templateId of templates) {
      const answer = this.always.get(templateId) ?? this.choices.get(templateId) ?? 'accept';
      answers[templateId] = answer;
      if (answer === 'accept' || answer === 'reject') await this.tell('/sandbox/wechat/subscriptions', { templateId, answer });
    }
    return answers;
  }

  private privacy(): Pick<WxApi, 'getPrivacySetting' | 'onNeedPrivacyAuthorization' | 'requirePrivacyAuthorize' | 'openPrivacyContract'> {
    return {
      getPrivacySetting: (options) => {
        this.settle('getPrivacySetting', Promise.resolve({ needAuthorization: !this.privacyAgreed, privacyContractName: '《扫码找代表隐私保护指引》' }), options);
      },
      onNeedPrivacyAuthorization: (listener) => {
        this.privacyListener = listener;
      },
      requirePrivacyAuthorize: (options) => {
        this.settle('requirePrivacyAuthorize', this.authorize('requirePrivacyAuthorize'), options);
      },
      openPrivacyContract: (options) => {
        this.settle('openPrivacyContract', Promise.resolve(), options);
      },
    };
  }

  private authorize(referrer: string): Promise<void> {
    if (this.privacyAgreed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.privacyListener?.((answer) => {
        if (answer.event === 'exposureAuthorization') return;
        // WeChat looks whether that button was really tapped.
        this.privacyAgreed = answer.event === 'agree' && answer.buttonId === this.agreeTapped;
        if (this.privacyAgreed) resolve();
        else reject(new Error('privacy permission is not authorized'));
      }, { referrer });
    });
  }
}

function multipart(name: string, bytes: Uint8Array): { body: Uint8Array; type: string } {
  const boundary = '----WeChatUpload7d1f9c';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return { body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]), type: `multipart/form-data; boundary=${boundary}` };
}
