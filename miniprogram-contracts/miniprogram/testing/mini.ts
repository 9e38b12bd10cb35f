import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import type { Phone } from '../../client/testing/wx';
import { Ui } from './ui';

/** The folder that is uploaded. */
export const built = resolve(__dirname, '../dist');

type Values = Record<string, unknown>;
type Handler = (event?: unknown) => unknown;

/** A page that is open: its data, and its handlers with `this` bound. */
export interface OpenPage {
  route: string;
  data: Values;
  handlers: Record<string, Handler>;
}

/** The built mini-program on a phone, without its markup: its own modules run as WeChat runs them, with this phone's `wx`. */
export class Mini {
  readonly ui: Ui;
  private readonly modules = new Map<string, { exports: Values }>();
  private readonly pages = new Map<string, Values>();
  private readonly stack: OpenPage[] = [];
  private opening: Promise<unknown> = Promise.resolve();
  private loading = '';
  private app: Values = {};

  constructor(readonly phone: Phone, templates: Record<string, string> = {}) {
    this.ui = new Ui(phone, (way, url) => {
      this.opening = this.opening.then(() => this.follow(way, url));
    });
    Object.assign(this.require('site.js')['site'] as Values, { baseUrl: phone.server, templates });
    this.require('app.js');
    const { pages, subPackages } = JSON.parse(readFileSync(join(built, 'app.json'), 'utf8')) as { pages: string[]; subPackages: { root: string; pages: string[] }[] };
    for (const path of [...pages, ...subPackages.flatMap((part) => part.pages.map((page) => `${part.root}/${page}`))]) {
      this.loading = path;
      this.require(`${path}.js`);
    }
    this.show({ scene: 1001 });
  }

  /** The mini-program comes to the front, by what WeChat calls a scene. */
  show(options: { scene: number }): void {
    (this.app['onShow'] as Handler | undefined)?.call(this.app, options);
  }

  /** Messages of a template that the person still gets, as the phone has counted them. */
  messagesLeft(name: string): number {
    const client = this.require('services/client.js')['client'] as { subscriptions: { state(name: string): { left: number } } };
    return client.subscriptions.state(name).left;
  }

  get page(): OpenPage {
    const top = this.stack.at(-1);
    if (top === undefined) throw new Error('No page is open.');
    return top;
  }

  data<T>(name: string): T {
    return this.page.data[name] as T;
  }

  /** As a scanned code, a tapped notice or a share card opens it: what was open is closed. */
  async open(url: string): Promise<void> {
    this.stack.length = 0;
    this.opening = this.opening.then(() => this.follow('navigateTo', url));
    await this.settled();
  }

  /** A tap on an element with these `data-` attributes, with everything that follows from it. */
  async tap(handler: string, dataset: Record<string, string> = {}, detail: unknown = {}): Promise<void> {
    const page = this.page;
    const found = page.handlers[handler];
    if (found === undefined) throw new Error(`${page.route} has no ${handler}.`);
    await this.phone.tap(() => found({ type: 'tap', detail, currentTarget: { dataset }, target: { dataset } }));
    await this.settled();
  }

  /** Types into an input that names its field. */
  write(name: string, value: string): Promise<void> {
    return this.tap('write', { name }, { value });
  }

  async back(): Promise<void> {
    this.opening = this.opening.then(() => this.follow('navigateBack', ''));
    await this.settled();
  }

  /** Until nothing more is opened. */
  async settled(): Promise<void> {
    for (let seen: unknown; seen !== this.opening; ) {
      seen = this.opening;
      await this.opening;
    }
  }

  private async follow(way: string, url: string): Promise<void> {
    if (way === 'navigateBack') {
      (this.stack.pop()?.handlers['onUnload'])?.();
      if (this.stack.length > 0) await this.page.handlers['onShow']?.();
      return;
    }
    if (way === 'switchTab') this.stack.length = 0;
    if (way === 'redirectTo') this.stack.pop();
    const [path = '', query = ''] = url.replace(/^\//, '').split('?');
    const options = this.pages.get(path);
    if (options === undefined) throw new Error(`There is no page ${path}.`);
    const page = opened(path, options);
    this.stack.push(page);
    if (this.stack.length > 10) throw new Error('WeChat opens ten pages at most.');
    // WeChat hands the values over as they stand in the address.
    await page.handlers['onLoad']?.(Object.fromEntries(query.split('&').filter(Boolean).map((pair) => pair.split('=').map((part, index) => (index === 0 ? part : decodeURIComponent(part))))));
    await page.handlers['onShow']?.();
  }

  private require(file: string): Values {
    const path = join(built, file);
    const known = this.modules.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} as Values };
    this.modules.set(path, module);
    const names = ['require', 'module', 'exports', 'wx', 'Page', 'App', 'Component'];
    const run = compileFunction(readFileSync(path, 'utf8'), names, { filename: path }) as (...values: unknown[]) => void;
    const page = (options: Values): unknown => this.pages.set(this.loading, options);
    const app = (options: Values): void => {
      this.app = options;
    };
    run((asked: string) => this.require(this.resolve(path, asked)), module, module.exports, { ...this.phone.wx, ...this.ui.wx }, page, app, () => undefined);
    return module.exports;
  }

  private resolve(from: string, asked: string): string {
    const path = asked.startsWith('.') ? join(dirname(from), asked) : join(built, 'miniprogram_npm', asked, 'index');
    return `${path.slice(built.length + 1)}.js`;
  }
}

function opened(route: string, options: Values): OpenPage {
  const page: Values = { route, data: JSON.parse(JSON.stringify(options['data'])) as Values };
  const handlers: Record<string, Handler> = {};
  page['setData'] = (change: Values): void => {
    // What crosses to the view is copied, as between WeChat's two threads.
    for (const [name, value] of Object.entries(JSON.parse(JSON.stringify(change, (_, value: unknown) => (value === undefined ? null : value))) as Values)) put(page['data'] as Values, name, value);
  };
  for (const [name, value] of Object.entries(options)) {
    if (typeof value !== 'function') continue;
    const bound = (value as Handler).bind(page);
    page[name] = bound;
    handlers[name] = bound;
  }
  return { route, data: page['data'] as Values, handlers };
}

/** `a.b` writes into a. */
function put(data: Values, name: string, value: unknown): void {
  const [first = '', ...rest] = name.split('.');
  if (rest.length === 0) data[first] = value;
  else put((data[first] ??= {}) as Values, rest.join('.'), value);
}
