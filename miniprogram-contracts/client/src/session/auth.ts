import { isRecord, readStored, type Clock, type KeyValueStorage } from '../environment';
import { ApiError, errorOfAnswer, isApiError, localError } from '../errors';
import { contentOf, tryAgain, type Credentials } from '../http/caller';
import type { Schema } from '../http/operations';
import type { RawAnswer, Send } from '../http/transport';
import { texts } from '../texts';
import type { WxApi } from '../wx';

export type SignedIn = Schema<'SignedIn'>;
export type User = SignedIn['user'];

interface Session {
  accessToken: string;
  refreshToken: string;
  user: User;
  mustChangePassword: boolean;
}

const storageKey = 'scandeputy.session';
const signedOutKey = 'scandeputy.signed-out';

/**
 * Who is signed in. Nobody needs to sign in by hand: a call that the server refuses with 401 leads to a refresh, and that failing to `wx.login`, one
 * at a time however many calls wait for it. Whoever has signed out stays so until they ask for it, restarts included. No expiry is computed, since the
 * phone's clock may be wrong: the server's 401 is what counts.
 */
export class Auth implements Credentials {
  private session: Session | undefined;
  private signingIn: Promise<User> | undefined;
  private renewing: Promise<string> | undefined;
  private readonly listeners = new Set<(user: User | undefined) => void>();

  constructor(
    private readonly wx: Pick<WxApi, 'login'>,
    private readonly storage: KeyValueStorage,
    private readonly send: Send,
    private readonly baseUrl: string,
    private readonly clock: Clock,
    private readonly timeout: number,
  ) {
    this.session = readStored(storage, storageKey, isSession);
  }

  get user(): User | undefined {
    return this.session?.user;
  }

  /** Until it is changed every other call answers `password_must_change`. */
  get mustChangePassword(): boolean {
    return this.session?.mustChangePassword ?? false;
  }

  token(): string | undefined {
    return this.session?.accessToken;
  }

  /** Called with the user after each sign-in, change of roles or account, and with undefined after the sign-out. Returns what ends it. */
  onChange(listener: (user: User | undefined) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** By WeChat, without asking the person anything; a resident who was never here before gets an account. Of a button, it ends a sign-out. */
  signIn(): Promise<User> {
    this.storage.remove(signedOutKey);
    this.signingIn ??= this.signInOnce().finally(() => {
      this.signingIn = undefined;
    });
    return this.signingIn;
  }

  /** The user, signed in by WeChat if nobody is; `unauthenticated` after a sign-out. */
  async ensure(): Promise<User> {
    if (this.user === undefined && this.isSignedOut) throw new ApiError(signedOut);
    return this.user ?? this.signIn();
  }

  /** Somebody has signed out here; pages offer `signIn` as a button. */
  get isSignedOut(): boolean {
    return this.storage.get(signedOutKey) !== undefined;
  }

  /** Takes the answer of another way of signing in: password, text message, bound phone. */
  adopt(signedIn: SignedIn): User {
    this.storage.remove(signedOutKey);
    this.session = {
      accessToken: signedIn.accessToken,
      refreshToken: signedIn.refreshToken,
      user: signedIn.user,
      mustChangePassword: signedIn.mustChangePassword,
    };
    this.storage.set(storageKey, JSON.stringify(this.session));
    for (const listener of this.listeners) listener(signedIn.user);
    return signedIn.user;
  }

  /** Ends the session at the server, and on the phone whatever the server says. */
  async signOut(): Promise<void> {
    const token = this.token();
    this.storage.set(signedOutKey, 'yes');
    this.forget();
    if (token === undefined) return;
    try {
      await this.post('/api/v1/auth/logout', undefined, token);
    } catch (error) {
      // It ends by itself; nobody can use it from this phone any more.
      if (!isApiError(error)) throw error;
    }
  }

  renew(refused: string | undefined): Promise<string> {
    const current = this.token();
    if (current !== undefined && current !== refused) return Promise.resolve(current);
    this.renewing ??= this.renewOnce().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async renewOnce(): Promise<string> {
    const session = this.session;
    if (session !== undefined) {
      try {
        // The server gives the same successor again to a client that has lost the answer, for some seconds.
        const renewed = await tryAgain(this.clock, true, () => this.signedIn('/api/v1/auth/refresh', { refreshToken: session.refreshToken }));
        // Whoever has signed out meanwhile is not signed in again by an answer that comes late.
        if (this.isSignedOut) throw new ApiError(signedOut);
        this.adopt(renewed);
        return renewed.accessToken;
      } catch (error) {
        if (!isApiError(error) || error.status !== 401 || this.isSignedOut) throw error;
        this.forget();
      }
    }
    await this.ensure();
    const token = this.token();
    if (token === undefined) throw new ApiError(signedOut);
    return token;
  }

  private async signInOnce(): Promise<User> {
    // A login code works once, so each try has its own.
    return this.adopt(await tryAgain(this.clock, true, async () => this.signedIn('/api/v1/auth/wechat', { code: await this.code() })));
  }

  private code(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.wx.login({
        timeout: this.timeout,
        success: (result) => {
          if (result.code) resolve(result.code);
          else reject(localError('login_failed'));
        },
        fail: (error) => {
          reject(localError('login_failed', false, error.errMsg));
        },
      });
    });
  }

  private async signedIn(path: string, body: Record<string, string>): Promise<SignedIn> {
    const content = contentOf(await this.post(path, body), true);
    if (isSignedIn(content)) return content;
    throw errorOfAnswer(200, undefined, undefined, false);
  }

  private post(path: string, body: Record<string, string> | undefined, token?: string): Promise<RawAnswer> {
    const header: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) header['Content-Type'] = 'application/json; charset=utf-8';
    if (token !== undefined) header['Authorization'] = `Bearer ${token}`;
    return this.send({ method: 'POST', url: this.baseUrl + path, header, timeout: this.timeout, ...(body === undefined ? {} : { data: JSON.stringify(body) }) });
  }

  private forget(): void {
    if (this.session === undefined) return;
    this.session = undefined;
    this.storage.remove(storageKey);
    for (const listener of this.listeners) listener(undefined);
  }
}

const signedOut = { code: 'unauthenticated', status: 401, title: texts.signedOut.title, text: texts.signedOut.detail } as const;

const hasTokens = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && typeof value['accessToken'] === 'string' && typeof value['refreshToken'] === 'string' && isRecord(value['user']) && typeof value['user']['id'] === 'string' && Array.isArray(value['user']['roles']);

const isSignedIn = (value: unknown): value is SignedIn => hasTokens(value) && typeof value['mustChangePassword'] === 'boolean';

const isSession = (value: unknown): value is Session => hasTokens(value);
