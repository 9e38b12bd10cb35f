import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Phone } from '../../client/testing/wx';
import { templates } from './county';
import { attributesOf, htmlOf } from './draw';
import type { Frame } from './frames';
import { built } from './mini';
import { Ui } from './ui';

interface Drawn {
  instance: { data: Record<string, unknown> } & Record<string, unknown>;
  attach(parent: Node): void;
  detach(): void;
}

interface Simulate {
  load(path: string, options: { rootPath: string; compiler: 'official' }): string;
  render(id: string): Drawn;
}

type Global = Record<string, unknown> & { Component?: (options: Record<string, unknown>) => void };

/** A page as simulate draws it, with what it read from the server. */
export class Screen {
  private constructor(
    private readonly path: string,
    private readonly phone: Phone,
    private readonly drawn: Drawn,
    private readonly pending: { count: number },
  ) {}

  static async open(phone: Phone, path: string, query: Record<string, string> = {}): Promise<Screen> {
    jest.resetModules();
    const pending = { count: 0 };
    const ui = new Ui(phone, () => undefined);
    const scope = globalThis as unknown as Global;
    scope['getApp'] = () => ({});
    scope['Page'] = ({ data, ...methods }: Record<string, unknown>) => scope.Component?.({ data, methods });
    const simulate = jest.requireActual<Simulate>('miniprogram-simulate');
    // After simulate has set its own.
    scope['wx'] = { ...(scope['wx'] as object), ...phone.wx, ...ui.wx, request: counted(phone.wx.request, pending), login: counted(phone.wx.login, pending), downloadFile: counted(ui.wx.downloadFile, pending) };
    const { site } = jest.requireActual<{ site: Record<string, unknown> }>(join(built, 'site.js'));
    Object.assign(site, { baseUrl: phone.server, templates });
    const drawn = simulate.render(simulate.load(join(built, path), { rootPath: built, compiler: 'official' }));
    document.body.innerHTML = '';
    drawn.attach(document.body);
    const screen = new Screen(path, phone, drawn, pending);
    await screen.call('onLoad', query);
    await screen.call('onShow');
    return screen;
  }

  get data(): Record<string, unknown> {
    return this.drawn.instance.data;
  }

  get root(): Element {
    const root = document.body.querySelector('wx-view');
    if (root === null) throw new Error(`${this.path} is empty.`);
    return root;
  }

  get text(): string {
    return document.body.textContent;
  }

  /** Calls a handler and waits until nothing more comes from the server. */
  async call(handler: string, argument: unknown = {}): Promise<void> {
    const found = this.drawn.instance[handler];
    if (typeof found === 'function') await (found as (argument: unknown) => unknown).call(this.drawn.instance, argument);
    for (let quiet = 0; quiet < 3; quiet = this.pending.count === 0 ? quiet + 1 : 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  tap(handler: string, dataset: Record<string, string> = {}, detail: unknown = {}): Promise<void> {
    return this.phone.tap(() => this.call(handler, { type: 'tap', detail, currentTarget: { dataset } }));
  }

  write(name: string, value: string): Promise<void> {
    return this.tap('write', { name }, { value });
  }

  /** Pictures on the page that say nothing to whoever cannot see them. */
  undescribed(): string[] {
    return [...document.body.querySelectorAll('wx-image')].filter((image) => !attributesOf(image)['ariaLabel']).map((image) => image.outerHTML);
  }

  frame(name: string): Frame {
    const config = JSON.parse(readFileSync(join(built, `${this.path}.json`), 'utf8')) as { navigationBarTitleText: string };
    const fileOf = (path: string): string => {
      const bytes = this.phone.disk.files.get(path);
      return bytes === undefined ? path : `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
    };
    return { name, path: this.path, title: config.navigationBarTitleText, html: htmlOf(this.root, fileOf) };
  }
}

/** As it is, but known to be under way until its answer has been handed on. */
function counted<T extends { success?: (result: never) => void; fail?: (error: never) => void }, R>(call: (options: T) => R, pending: { count: number }): (options: T) => R {
  return (options) => {
    pending.count++;
    const then = (next: ((value: never) => void) | undefined) => (value: never): void => {
      next?.(value);
      pending.count--;
    };
    return call({ ...options, success: then(options.success), fail: then(options.fail) });
  };
}
