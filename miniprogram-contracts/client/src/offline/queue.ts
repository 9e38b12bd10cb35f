import { newKey, readStored, type Clock, type KeyValueStorage } from '../environment';
import { isApiError, localError, type ApiError } from '../errors';
import type { Caller } from '../http/caller';
import type { CallOptions, PathsOf } from '../http/operations';
import type { ServerTime } from '../http/transport';
import type { Auth } from '../session/auth';
import type { Upload } from '../upload/photos';
import type { WxApi } from '../wx';
import { isQueue, storedError, type QueuedCall, type QueuedPhoto } from './item';

export type QueuedOptions<P extends PathsOf<'post'>> = Omit<CallOptions<P, 'post'>, 'query' | 'timeout'> & {
  /** What the person sees in the list of what waits. */
  label: string;
  /** Local paths; they are uploaded first and become the body's `attachmentIds`. */
  photos?: readonly string[];
};

/** What is to be sent even if there is no network now: it is kept in storage, sent later, and never done twice. */
export interface Queue {
  readonly items: readonly QueuedCall[];
  /**
   * Keeps it, tries to send it at once, and says how that went: `done`, `waiting` or `refused`. The same key (of an `Action`) is kept once.
   * Throws `storage_full` when it cannot be kept.
   */
  add<P extends PathsOf<'post'>>(path: P, options: QueuedOptions<P>): Promise<QueuedCall>;
  /** Sends what waits, one after the other. Happens by itself when the network comes back and after a sign-in; call it in `onShow` of the app. */
  flush(): Promise<void>;
  /** Sends again what was refused or held, after the person has looked at it. With a key of its own if it was held for its age. */
  retry(id: string): Promise<void>;
  /** Takes it off the list: what is done was shown, what was refused is given up. */
  remove(id: string): void;
  onChange(listener: (items: readonly QueuedCall[]) => void): () => void;
}

const storageKey = 'scandeputy.queue';
// The server knows a key for seven days.
const keyLife = 6 * 24 * 60 * 60 * 1000;
const pauses = [5_000, 15_000, 60_000, 300_000];

interface GivenCall {
  label: string;
  photos?: readonly string[];
  path?: Record<string, unknown>;
  body?: Record<string, unknown>;
  version?: number;
  key?: string;
}

export interface QueueParts {
  wx: Pick<WxApi, 'getFileSystemManager'>;
  storage: KeyValueStorage;
  caller: Caller;
  upload: Upload;
  auth: Auth;
  time: ServerTime;
  clock: Clock;
}

export class OfflineQueue implements Queue {
  private list: QueuedCall[];
  private readonly keeping = new Map<string, Promise<void>>();
  private flushing: Promise<void> | undefined;
  private failures = 0;
  private stopTimer: (() => void) | undefined;
  private readonly listeners = new Set<(items: readonly QueuedCall[]) => void>();

  constructor(private readonly parts: QueueParts) {
    this.list = readStored(parts.storage, storageKey, isQueue) ?? [];
  }

  get items(): readonly QueuedCall[] {
    return this.list;
  }

  async add<P extends PathsOf<'post'>>(path: P, options: QueuedOptions<P>): Promise<QueuedCall> {
    const given = options as GivenCall;
    const id = given.key ?? newKey(this.parts.clock);
    let keeping = this.keeping.get(id);
    if (keeping === undefined && !this.list.some((item) => item.id === id)) {
      keeping = this.keep(id, path, given).finally(() => this.keeping.delete(id));
      this.keeping.set(id, keeping);
    }
    await keeping;
    await this.flush();
    const item = this.list.find((candidate) => candidate.id === id);
    if (item === undefined) throw localError('unreadable');
    return item;
  }

  flush(): Promise<void> {
    this.flushing ??= this.flushAll().finally(() => {
      this.flushing = undefined;
    });
    return this.flushing;
  }

  async retry(id: string): Promise<void> {
    const item = this.list.find((candidate) => candidate.id === id);
    if (item === undefined || item.state === 'done') return;
    if (item.error?.code === 'queue_expired') {
      item.key = newKey(this.parts.clock);
      delete item.triedAt;
    }
    item.state = 'waiting';
    delete item.error;
    this.save();
    await this.flush();
  }

  remove(id: string): void {
    const item = this.list.find((candidate) => candidate.id === id);
    if (item === undefined) return;
    this.list = this.list.filter((candidate) => candidate !== item);
    this.save();
    this.dropPhotos(item);
  }

  onChange(listener: (items: readonly QueuedCall[]) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private async keep(id: string, path: string, given: GivenCall): Promise<void> {
    const owner = await this.ownerNow();
    const photos: QueuedPhoto[] = [];
    for (const photo of given.photos ?? []) photos.push({ path: await this.savePhoto(photo), key: newKey(this.parts.clock) });
    this.list.push({
      id,
      key: id,
      label: given.label,
      state: 'waiting',
      path,
      values: given.path ?? {},
      body: given.body ?? {},
      photos,
      ...(owner === undefined ? {} : { owner }),
      addedAt: this.parts.time.now(),
      ...(given.version === undefined ? {} : { version: given.version }),
    });
    try {
      this.save();
    } catch {
      // WeChat gives an app ten megabytes; an item that a restart would lose is none.
      this.list.pop();
      for (const photo of photos) this.removePhoto(photo.path);
      throw localError('storage_full');
    }
  }

  /** Undefined when nobody is signed in and there is no network to do it: storage is of one WeChat, so whoever comes first is the one. */
  private async ownerNow(): Promise<string | undefined> {
    try {
      return (await this.parts.auth.ensure()).id;
    } catch (error) {
      if (isApiError(error) && (error.passing || error.code === 'login_failed')) return undefined;
      throw error;
    }
  }

  private async flushAll(): Promise<void> {
    this.stopTimer?.();
    this.stopTimer = undefined;
    for (let item = this.next(new Set()), seen = new Set<QueuedCall>(); item !== undefined; item = this.next(seen)) {
      seen.add(item);
      const error = await this.sendOne(item);
      if (error !== undefined) {
        const pause = pauses[Math.min(this.failures, pauses.length - 1)] ?? 0;
        this.failures++;
        this.stopTimer = this.parts.clock.after(Math.max(pause, (error.retryAfter ?? 0) * 1000), () => {
          void this.flush();
        });
        return;
      }
      this.failures = 0;
    }
  }

  private next(seen: ReadonlySet<QueuedCall>): QueuedCall | undefined {
    return this.list.find((item) => item.state === 'waiting' && !seen.has(item));
  }

  /** Undefined when it is settled one way or the other. */
  private async sendOne(item: QueuedCall): Promise<ApiError | undefined> {
    try {
      await this.checkOwner(item);
      if (item.triedAt !== undefined && this.parts.time.now() - item.triedAt > keyLife) throw localError('queue_expired', true);
      item.answer = await this.deliver(item);
      item.state = 'done';
      this.dropPhotos(item);
      item.photos = [];
      // What was written is the server's now; on the phone it would only be found by somebody else.
      item.body = {};
      this.save();
      return undefined;
    } catch (error) {
      if (!isApiError(error)) throw error;
      if (error.passing || error.code === 'login_failed' || error.code === 'unauthenticated') return error;
      item.state = error.code === 'queue_expired' || error.code === 'other_person' ? 'held' : 'refused';
      item.error = storedError(error);
      this.save();
      return undefined;
    }
  }

  private async checkOwner(item: QueuedCall): Promise<void> {
    const { id } = await this.parts.auth.ensure();
    item.owner ??= id;
    if (id !== item.owner) throw localError('other_person', item.triedAt !== undefined);
  }

  private async deliver(item: QueuedCall): Promise<unknown> {
    try {
      return await this.deliverOnce(item);
    } catch (error) {
      const photosLost = isApiError(error) && error.status === 422 && error.field('attachmentIds') !== undefined && item.photos.some((photo) => photo.id !== undefined);
      if (!photosLost) throw error;
      // The server drops photos that no case has taken for a day. It has refused the call, so nothing has been done under its key.
      item.photos = item.photos.map((photo) => ({ path: photo.path, key: newKey(this.parts.clock) }));
      item.key = newKey(this.parts.clock);
      this.save();
      return this.deliverOnce(item);
    }
  }

  private async deliverOnce(item: QueuedCall): Promise<unknown> {
    for (const photo of item.photos) {
      if (photo.id !== undefined) continue;
      photo.id = (await this.parts.upload.photo(photo.path, { key: photo.key })).id;
      this.save();
    }
    const ids = item.photos.flatMap((photo) => (photo.id === undefined ? [] : [photo.id]));
    const kept = item.body['attachmentIds'];
    const body = ids.length === 0 ? item.body : { ...item.body, attachmentIds: [...(Array.isArray(kept) ? (kept as unknown[]) : []), ...ids] };
    // Written before it is sent: whoever ends the app in between finds it as one that may have arrived.
    item.triedAt ??= this.parts.time.now();
    this.save();
    return this.parts.caller.call('post', item.path, { path: item.values, body, version: item.version, key: item.key, owner: item.owner });
  }

  private savePhoto(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.parts.wx.getFileSystemManager().saveFile({
        tempFilePath: path,
        success: (result) => {
          resolve(result.savedFilePath);
        },
        fail: (error) => {
          reject(localError(/no such file|not\s?found|not exist/i.test(error.errMsg) ? 'photo_gone' : 'storage_full', false, error.errMsg));
        },
      });
    });
  }

  private dropPhotos(item: QueuedCall): void {
    for (const photo of item.photos) this.removePhoto(photo.path);
  }

  private removePhoto(path: string): void {
    this.parts.wx.getFileSystemManager().removeSavedFile({ filePath: path });
  }

  private save(): void {
    if (this.list.length === 0) this.parts.storage.remove(storageKey);
    else this.parts.storage.set(storageKey, JSON.stringify(this.list));
    for (const listener of this.listeners) listener(this.list);
  }
}
