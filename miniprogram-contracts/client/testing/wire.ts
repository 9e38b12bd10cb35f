import { request as httpRequest } from 'node:http';

/** What the phone's network is like. */
export class Network {
  private isOn = true;
  private readonly listeners: ((state: { isConnected: boolean }) => void)[] = [];

  /** Milliseconds before a call leaves the phone. */
  latency = 0;
  /** Milliseconds between two parts of an upload. */
  uploadPause = 0;
  private readonly answersToLose = new Map<string, number>();
  private readonly callsToLose = new Map<string, number>();
  /** Every call that has left the phone: "POST /api/v1/cases". */
  readonly sent: string[] = [];
  /** Told of each call at the moment at which it leaves. */
  onSent: ((call: string) => void) | undefined;

  get connected(): boolean {
    return this.isOn;
  }

  set connected(on: boolean) {
    const changed = on !== this.isOn;
    this.isOn = on;
    if (changed) for (const listener of [...this.listeners]) listener({ isConnected: on });
  }

  onChange(listener: (state: { isConnected: boolean }) => void): void {
    this.listeners.push(listener);
  }

  /** The call ("POST /api/v1/cases") reaches the server that many times from now on without its answer coming back. */
  loseAnswer(call: string, times = 1): void {
    this.answersToLose.set(call, times);
  }

  /** The call does not reach the server that many times from now on. */
  loseCall(call: string, times = 1): void {
    this.callsToLose.set(call, times);
  }

  losesAnswer = (call: string): boolean => spend(this.answersToLose, call);
  losesCall = (call: string): boolean => spend(this.callsToLose, call);

  count(call: string): number {
    return this.sent.filter((sent) => sent === call).length;
  }
}

function spend(left: Map<string, number>, call: string): boolean {
  const count = left.get(call) ?? 0;
  left.set(call, Math.max(0, count - 1));
  return count > 0;
}

export interface WireCall {
  method: string;
  url: string;
  header: Record<string, string>;
  body: Uint8Array;
  timeout: number;
  onSent?: (bytes: number) => void;
  onAbort?: (abort: () => void) => void;
}

export interface WireAnswer {
  status: number;
  header: Record<string, string>;
  text: string;
}

const partSize = 32 * 1024;
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One call over the real network stack; rejects with the end of WeChat's errMsg. */
export async function transmit(network: Network, call: WireCall): Promise<WireAnswer> {
  if (network.latency > 0) await sleep(Math.min(network.latency, call.timeout));
  if (network.latency >= call.timeout) throw new Error('timeout');
  if (!network.connected) throw new Error('network is down');
  const name = `${call.method} ${new URL(call.url).pathname}`;
  network.sent.push(name);
  network.onSent?.(name);
  if (network.losesCall(name)) throw new Error('errcode:-118 cronet_error_code:-118');
  const loses = network.losesAnswer(name);
  const answer = await exchange(network, call);
  if (loses) throw new Error('interrupted');
  return answer;
}

function exchange(network: Network, call: WireCall): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const request = httpRequest(call.url, { method: call.method, agent: false, headers: { ...call.header, ...(call.body.length > 0 ? { 'Content-Length': String(call.body.length) } : {}) } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        clearTimeout(timer);
        const header = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [wireName(name), Array.isArray(value) ? value.join(',') : (value ?? '')]));
        resolve({ status: response.statusCode ?? 0, header, text: Buffer.concat(parts).toString('utf8') });
      });
    });
    const timer = setTimeout(() => request.destroy(new Error('timeout')), Math.max(0, call.timeout - network.latency));
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    call.onAbort?.(() => request.destroy(new Error('abort')));
    void write().catch(reject);

    async function write(): Promise<void> {
      await sleep(0);
      for (let at = 0; at < call.body.length && !request.destroyed; at += partSize) {
        request.write(call.body.subarray(at, at + partSize));
        call.onSent?.(Math.min(at + partSize, call.body.length));
        await sleep(Date.now() - started < call.timeout ? network.uploadPause : 0);
        if (!network.connected) request.destroy(new Error('network is down'));
      }
      if (!request.destroyed) request.end();
    }
  });
}

/** Phones show headers as they were written by most servers. */
const wireName = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
