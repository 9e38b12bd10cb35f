import { isApiError, type ApiError } from '@scandeputy/client';
import { typeSize, type TypeSize } from './typeSize';

/** What went wrong, as `problem-box` shows it. */
export interface Problem {
  title: string;
  text: string;
  action: string;
  label: string;
}

/** The data that every page has. */
export interface Frame {
  size: TypeSize;
  /** Something is being read or sent. */
  busy: boolean;
  problem: Problem | null;
}

export const frame: Frame = { size: 'standard', busy: false, problem: null };

type DataOption = WechatMiniprogram.Page.DataOption;
type CustomOption = WechatMiniprogram.Page.CustomOption;

/** A page whose type has the size that the person chose. */
export function screen<Data extends DataOption & Frame, Custom extends CustomOption>(options: WechatMiniprogram.Page.Options<Data, Custom>): void {
  const shown = options.onShow as ((this: unknown) => void | Promise<void>) | undefined;
  const whole = {
    ...options,
    onShow(this: Framed) {
      this.setData({ size: typeSize() });
      return shown?.call(this);
    },
  };
  Page(whole as unknown as WechatMiniprogram.Page.Options<Data, Custom>);
}

export interface Framed {
  data: Frame;
  setData(data: Partial<Frame>): void;
}

export const problemOf = (error: ApiError): Problem => ({ title: error.title, text: error.text, action: error.remedy.action, label: error.remedy.label });

/** Runs what reads or sends and shows what goes wrong with it. Gives the error that the server or the network answered with, undefined when it went well. */
export async function attempt(page: Framed, work: () => Promise<void>): Promise<ApiError | undefined> {
  page.setData({ busy: true, problem: null });
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!isApiError(error)) throw error;
    page.setData({ problem: problemOf(error) });
    return error;
  } finally {
    page.setData({ busy: false });
  }
}

/** What a page is opened with. */
export type Query = Record<string, string | undefined>;

/** The values that a tapped element carries in its `data-` attributes. */
export function tapped(event: WechatMiniprogram.BaseEvent, name: string): string {
  const value: unknown = event.currentTarget.dataset[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The value of an input, textarea or picker. */
export function typed(event: WechatMiniprogram.CustomEvent): string {
  const value = (event.detail as { value?: unknown }).value;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
