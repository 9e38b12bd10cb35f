import { randomUUID } from 'node:crypto';
import type { Phone } from '../../client/testing/wx';

interface Outcome<T> {
  success?: (result: T) => void;
  fail?: (error: { errMsg: string }) => void;
}

export interface Place {
  name: string;
  address: string;
  latitude: number;
  longitude: number;
}

/** The rest of `wx` that pages use, and what the person with the phone does in what WeChat shows. */
export class Ui {
  readonly toasts: string[] = [];
  /** What the next scan reads; none: the person goes back. */
  scanned: { result: string; path?: string } | undefined;
  /** The photos that the person picks next, by their paths on the phone. */
  picked: string[] = [];
  place: Place | undefined;
  clipboard = '';
  readonly enlarged: string[][] = [];

  constructor(
    private readonly phone: Phone,
    private readonly follow: (way: string, url: string) => void,
  ) {}

  readonly wx = {
    navigateTo: ({ url }: { url: string }) => this.follow('navigateTo', url),
    redirectTo: ({ url }: { url: string }) => this.follow('redirectTo', url),
    switchTab: ({ url }: { url: string }) => this.follow('switchTab', url),
    navigateBack: () => this.follow('navigateBack', ''),
    pageScrollTo: () => undefined,
    showToast: ({ title }: { title: string }) => {
      this.toasts.push(title);
    },
    showLoading: () => undefined,
    hideLoading: () => undefined,
    previewImage: ({ urls }: { urls: string[] }) => {
      this.enlarged.push(urls);
    },
    setClipboardData: ({ data }: { data: string }) => {
      this.clipboard = data;
    },
    scanCode: (options: Outcome<{ result: string; path?: string }>) => answer('scanCode', this.scanned, options),
    chooseMedia: (options: Outcome<{ tempFiles: { tempFilePath: string }[] }> & { count: number }) =>
      answer('chooseMedia', this.picked.length === 0 ? undefined : { tempFiles: this.picked.splice(0, options.count).map((tempFilePath) => ({ tempFilePath })) }, options),
    chooseLocation: (options: Outcome<Place>) => answer('chooseLocation', this.place, options),
    downloadFile: (options: Outcome<{ statusCode: number; tempFilePath: string }> & { url: string; header: Record<string, string> }) => {
      this.download(options.url, options.header).then(
        (result) => options.success?.(result),
        () => options.fail?.({ errMsg: 'downloadFile:fail network is down' }),
      );
    },
  };

  private async download(url: string, header: Record<string, string>): Promise<{ statusCode: number; tempFilePath: string }> {
    const response = await fetch(url, { headers: header });
    const tempFilePath = this.phone.addPhoto(randomUUID(), new Uint8Array(await response.arrayBuffer()));
    return { statusCode: response.status, tempFilePath };
  }
}

/** Nothing chosen is a failure to WeChat: the person cancelled. */
function answer<T>(name: string, result: T | undefined, options: Outcome<T>): void {
  if (result === undefined) options.fail?.({ errMsg: `${name}:fail cancel` });
  else options.success?.(result);
}
