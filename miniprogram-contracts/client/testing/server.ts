import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const library = process.env['SCANDEPUTY_SERVER_DLL'] ?? join(root, 'src', 'ScanDeputy.Server', 'bin', 'Release', 'net10.0', 'ScanDeputy.Server.dll');
const longestStart = 60_000;

/** Builds the server unless there is one. */
export function buildServer(): void {
  if (existsSync(library)) return;
  const built = spawnSync('dotnet', ['build', join(root, 'src', 'ScanDeputy.Server'), '-c', 'Release'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('The server could not be built. The .NET 10 SDK must be installed; then: dotnet build src/ScanDeputy.Server -c Release');
}

/** The program itself in its embedded profile: SQLite and the demo in a folder of its own, WeChat's stand-in inside. */
export class TestServer {
  private constructor(
    readonly address: string,
    readonly directory: string,
    private process: ChildProcess,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<TestServer> {
    const directory = mkdtempSync(join(tmpdir(), 'scandeputy-client-'));
    const { address, process } = await launch(directory, 'http://127.0.0.1:0', settings);
    return new TestServer(address, directory, process);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** As a crash or a power cut: nothing is finished. */
  async kill(): Promise<void> {
    await ended(this.process, 'SIGKILL');
  }

  /** On the same port, with what it had stored. */
  async startAgain(): Promise<void> {
    this.process = (await launch(this.directory, this.address, {})).process;
  }

  async stop(): Promise<void> {
    await ended(this.process, 'SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Moves the program's clock, and lets happen what is due. */
  async advance(duration: string): Promise<void> {
    await this.post('/sandbox/clock', { advance: duration });
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
    return answerOf(await fetch(this.address + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) }));
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<unknown> {
    return answerOf(await fetch(this.address + path, { headers }));
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${String(response.status)} ${response.url}: ${text}`);
  return text.length === 0 ? undefined : (JSON.parse(text) as unknown);
}

async function launch(directory: string, urls: string, settings: Record<string, string>): Promise<{ address: string; process: ChildProcess }> {
  const more = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('dotnet', [library, '--urls', urls, '--Data:Directory', directory, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The server did not start:\n${output}`));
    }, longestStart);
    const read = (part: Buffer): void => {
      output = (output + part.toString()).slice(-20_000);
      const found = /(http:\/\/127\.0\.0\.1:\d+)\/sandbox/.exec(output);
      if (found?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`The server ended at its start:\n${output}`));
    });
  });
  return { address, process: child };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill(signal);
  });
}
