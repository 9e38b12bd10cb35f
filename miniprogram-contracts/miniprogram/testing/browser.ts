import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const browsers = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const width = 390;

interface Message {
  id?: number;
  method?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** One Chromium for all pictures, told what to do over its pipe: starting it anew for each page took most of the time. */
export class Browser {
  private readonly asked = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }>();
  private readonly awaited = new Map<string, () => void>();
  private session = '';
  private count = 0;
  private rest = '';

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    (process.stdio[4] as Readable).on('data', (part: Buffer) => {
      const messages = (this.rest + part.toString('utf8')).split('\0');
      this.rest = messages.pop() ?? '';
      for (const message of messages) this.hear(JSON.parse(message) as Message);
    });
    process.once('exit', () => {
      for (const { reject } of this.asked.values()) reject(new Error('Chromium has ended.'));
    });
  }

  static async start(): Promise<Browser> {
    const path = browsers.find((candidate) => candidate !== '' && existsSync(candidate));
    if (path === undefined) throw new Error('Chromium is missing: apt-get install chromium, or set CHROMIUM to its path.');
    const profile = mkdtempSync(join(tmpdir(), 'scandeputy-chromium-'));
    const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb', '--remote-debugging-pipe', `--user-data-dir=${profile}`];
    const browser = new Browser(spawn(path, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] }), profile);
    try {
      const { targetId } = await browser.ask('Target.createTarget', { url: 'about:blank' });
      browser.session = String((await browser.ask('Target.attachToTarget', { targetId, flatten: true }))['sessionId']);
      await browser.ask('Page.enable');
      return browser;
    } catch (error) {
      await browser.stop();
      throw error;
    }
  }

  /** The page at this address at its whole height, as a PNG. */
  async picture(address: string): Promise<Buffer> {
    await this.ask('Emulation.setDeviceMetricsOverride', { width, height: 844, deviceScaleFactor: 1, mobile: false });
    const loaded = new Promise<void>((resolve) => this.awaited.set('Page.loadEventFired', resolve));
    await this.ask('Page.navigate', { url: address });
    await loaded;
    const { cssContentSize } = (await this.ask('Page.getLayoutMetrics')) as { cssContentSize: { height: number } };
    const height = Math.max(844, Math.ceil(cssContentSize.height));
    await this.ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    const { data } = await this.ask('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(String(data), 'base64');
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.process.once('exit', () => {
        resolve();
      });
    });
    const killed = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    this.session = '';
    this.ask('Browser.close').catch(() => undefined);
    await ended;
    clearTimeout(killed);
    // What Chromium has started beside itself may hold the other ends a little longer.
    for (const pipe of this.process.stdio) pipe?.destroy();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private ask(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...(this.session === '' ? {} : { sessionId: this.session }) })}\0`);
    });
  }

  private hear(message: Message): void {
    if (message.id === undefined) {
      this.awaited.get(message.method ?? '')?.();
      this.awaited.delete(message.method ?? '');
      return;
    }
    const asked = this.asked.get(message.id);
    this.asked.delete(message.id);
    if (message.error === undefined) asked?.resolve(message.result ?? {});
    else asked?.reject(new Error(message.error.message));
  }
}
