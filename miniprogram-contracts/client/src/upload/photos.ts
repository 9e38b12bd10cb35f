import { newKey, type Clock } from '../environment';
import { isApiError, localError, type ApiError } from '../errors';
import { contentOf, signed, tryAgain, type Credentials } from '../http/caller';
import type { Schema } from '../http/operations';
import { bodyOf, failureOf, type RawAnswer } from '../http/transport';
import type { WxApi, WxFailure, WxUploadTask } from '../wx';

export type StoredPhoto = Schema<'UploadAttachmentStored'>;

export interface PhotoProgress {
  /** The local path, as `wx.chooseMedia` gave it. */
  path: string;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** 0 to 100, of the sending; a photo that is there counts as done only once the server has checked and stored it. */
  progress: number;
  id?: string;
  error?: ApiError;
}

/** The photos of one form. */
export interface PhotoBatch {
  readonly photos: readonly PhotoProgress[];
  add(paths: readonly string[]): void;
  remove(path: string): void;
  /**
   * Sends what is not there yet, two at a time, and gives the ids of all in their order. When some fail, the others are sent all the same and the
   * first failure is thrown; the next call sends only those that failed.
   */
  send(): Promise<string[]>;
  /** Stops what is being sent; `send` takes it up again. */
  cancel(): void;
  onChange(listener: (photos: readonly PhotoProgress[]) => void): () => void;
}

export interface Upload {
  batch(paths?: readonly string[]): PhotoBatch;
  /** One photo; the same key with the same photo gives the same answer, however often it is sent. */
  photo(path: string, options?: { key?: string; onProgress?: (percent: number) => void; onTask?: (task: WxUploadTask) => void }): Promise<StoredPhoto>;
}

const atOnce = 2;
const address = '/api/v1/attachments';

export class PhotoUpload implements Upload {
  constructor(
    private readonly wx: Pick<WxApi, 'uploadFile'>,
    private readonly baseUrl: string,
    private readonly credentials: Credentials,
    private readonly clock: Clock,
    private readonly timeout: number,
  ) {}

  batch(paths: readonly string[] = []): PhotoBatch {
    return new Batch(this, this.clock, paths);
  }

  async photo(path: string, options: Parameters<Upload['photo']>[1] = {}): Promise<StoredPhoto> {
    const key = options.key ?? newKey(this.clock);
    return tryAgain(this.clock, true, async () => {
      // Not first a photo of ten megabytes to hear that nobody is signed in.
      const token = this.credentials.token() ?? (await this.credentials.renew(undefined));
      let answer = await this.once(path, key, token, options);
      if (answer.status === 401) answer = await this.once(path, key, await this.credentials.renew(token), options);
      return contentOf(answer, true) as StoredPhoto;
    });
  }

  private once(path: string, key: string, token: string | undefined, options: NonNullable<Parameters<Upload['photo']>[1]>): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const { header } = signed({ method: 'POST', url: '', timeout: 0, header: { Accept: 'application/json', 'Idempotency-Key': key } }, token);
      const task = this.wx.uploadFile({
        url: this.baseUrl + address,
        filePath: path,
        name: 'file',
        header,
        timeout: this.timeout,
        success: (result) => {
          resolve({ status: result.statusCode, header: {}, body: bodyOf(result.data) });
        },
        fail: (error) => {
          reject(failureOfUpload(error));
        },
      });
      task.onProgressUpdate((progress) => options.onProgress?.(progress.progress));
      options.onTask?.(task);
    });
  }
}

function failureOfUpload(error: WxFailure): ApiError {
  if (/no such file|not\s?found|not exist/i.test(error.errMsg)) return localError('photo_gone', false, error.errMsg);
  return /abort/i.test(error.errMsg) ? localError('cancelled', true, error.errMsg) : failureOf(error, true);
}

interface Entry extends PhotoProgress {
  key: string;
  task?: WxUploadTask | undefined;
}

class Batch implements PhotoBatch {
  private entries: Entry[] = [];
  private sending: Promise<string[]> | undefined;
  private cancelled = false;
  private readonly listeners = new Set<(photos: readonly PhotoProgress[]) => void>();

  constructor(
    private readonly upload: PhotoUpload,
    private readonly clock: Clock,
    paths: readonly string[],
  ) {
    this.add(paths);
  }

  get photos(): readonly PhotoProgress[] {
    return this.entries.map(({ path, state, progress, id, error }) => ({ path, state, progress, ...(id === undefined ? {} : { id }), ...(error === undefined ? {} : { error }) }));
  }

  add(paths: readonly string[]): void {
    const known = new Set(this.entries.map((entry) => entry.path));
    for (const path of paths) if (!known.has(path)) this.entries.push({ path, key: newKey(this.clock), state: 'waiting', progress: 0 });
    this.tell();
  }

  remove(path: string): void {
    for (const entry of this.entries) if (entry.path === path) entry.task?.abort();
    this.entries = this.entries.filter((entry) => entry.path !== path);
    this.tell();
  }

  send(): Promise<string[]> {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
    });
    return this.sending;
  }

  cancel(): void {
    this.cancelled = true;
    for (const entry of this.entries) entry.task?.abort();
  }

  onChange(listener: (photos: readonly PhotoProgress[]) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private async sendAll(): Promise<string[]> {
    this.cancelled = false;
    const tried = new Set<Entry>();
    const next = (): Entry | undefined => (this.cancelled ? undefined : this.entries.find((entry) => entry.state !== 'done' && entry.state !== 'sending' && !tried.has(entry)));
    const worker = async (): Promise<void> => {
      for (let entry = next(); entry !== undefined; entry = next()) {
        tried.add(entry);
        await this.sendOne(entry);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const failed = this.entries.find((entry) => entry.id === undefined);
    if (failed !== undefined) throw failed.error ?? localError('cancelled', true);
    return this.entries.flatMap((entry) => (entry.id === undefined ? [] : [entry.id]));
  }

  private async sendOne(entry: Entry): Promise<void> {
    this.change(entry, { state: 'sending', progress: 0, error: undefined });
    try {
      const stored = await this.upload.photo(entry.path, {
        key: entry.key,
        onProgress: (progress) => {
          this.change(entry, { progress });
        },
        onTask: (task) => {
          entry.task = task;
          if (this.cancelled) task.abort();
        },
      });
      this.change(entry, { state: 'done', progress: 100, id: stored.id });
    } catch (error) {
      if (!isApiError(error)) throw error;
      this.change(entry, { state: 'failed', error });
    } finally {
      entry.task = undefined;
    }
  }

  private change(entry: Entry, to: { state?: Entry['state']; progress?: number; id?: string; error?: ApiError | undefined }): void {
    Object.assign(entry, to);
    this.tell();
  }

  private tell(): void {
    const photos = this.photos;
    for (const listener of this.listeners) listener(photos);
  }
}
