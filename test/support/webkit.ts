import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DRIVER = '/usr/bin/WebKitWebDriver';
const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const HOW = 'The WebKit tests need Debian with webkit2gtk-driver and xvfb (apt-get install webkit2gtk-driver xvfb).';

// https://www.w3.org/TR/webdriver2/#keyboard-actions
export const KEYS = { Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C', Control: '\uE009', Shift: '\uE008' } as const;

/** One WebKit with an empty profile, by plain WebDriver. */
export interface WebKit {
  go(url: string): Promise<void>;
  /** Runs the body of a function in the page. */
  run<T>(body: string, ...given: unknown[]): Promise<T>;
  /** Presses and releases each key in turn; of an array all together. */
  press(...keys: (string | readonly string[])[]): Promise<void>;
  type(words: string): Promise<void>;
  /** Clicks this point of the page with the mouse. */
  clickAt(x: number, y: number): Promise<void>;
  stop(): Promise<void>;
}

/** Installs what is missing, as root on Debian; elsewhere it throws and says what is needed. */
export function findWebKit(): void {
  const isThere = () => [DRIVER, BROWSER, '/usr/bin/Xvfb'].every((path) => existsSync(path));
  if (!isThere() && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    execFileSync('apt-get', ['install', '-y', '-qq', 'webkit2gtk-driver', 'xvfb'], { stdio: 'inherit', env });
  }
  if (!isThere()) throw new Error(HOW);
}

/** Starts a display that nobody sees, the driver and the browser. */
export async function startWebKit(): Promise<WebKit> {
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve) => display.stdio[3]?.once('data', (data) => resolve(String(data).trim())));
  const port = 4700 + Math.floor(Math.random() * 250);
  const env = { ...process.env, DISPLAY: `:${number}`, HOME: home, XDG_RUNTIME_DIR: home, LIBGL_ALWAYS_SOFTWARE: '1' };
  const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${value?.error}: ${value?.message}`);
    return value;
  }

  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] } } };
  const { sessionId } = await untilReady(() => call<{ sessionId: string }>('POST', '/session', { capabilities }));
  const session = `/session/${sessionId}`;
  const act = async (source: object) => {
    await call('POST', `${session}/actions`, { actions: [source] });
  };
  const stroke = (keys: readonly string[]) => [
    ...keys.map((value) => ({ type: 'keyDown', value })),
    ...[...keys].reverse().map((value) => ({ type: 'keyUp', value })),
  ];

  return {
    async go(url) {
      await call('POST', `${session}/url`, { url });
    },
    run: (script, ...args) => call('POST', `${session}/execute/sync`, { script, args }),
    press: (...keys) => act({ type: 'key', id: 'keys', actions: keys.flatMap((key) => stroke(typeof key === 'string' ? [key] : key)) }),
    type: (words) => act({ type: 'key', id: 'keys', actions: [...words].flatMap((letter) => stroke([letter])) }),
    clickAt: (x, y) =>
      act({
        type: 'pointer',
        id: 'mouse',
        actions: [
          { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      }),
    async stop() {
      await call('DELETE', session).catch(() => {});
      await Promise.all([end(driver), end(display)]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function untilReady<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill();
  });
}
