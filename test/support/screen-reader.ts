import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Driven, findBrowser } from './browsers';

const PACKAGES = ['orca', 'at-spi2-core', 'dbus-x11', 'openbox', 'xdotool', 'xvfb'];
const PROGRAMS = ['orca', 'dbus-daemon', 'gdbus', 'openbox', 'xdotool', 'Xvfb'].map((name) => `/usr/bin/${name}`);
const BUS_LAUNCHER = '/usr/libexec/at-spi-bus-launcher';
const HOW = `The tests with a screen reader need Debian with ${PACKAGES.join(', ')} (apt-get install ${PACKAGES.join(' ')}).`;

/** Orca with a browser on a display that nobody sees. */
export interface ScreenReader {
  /** Everything that was spoken so far, a line for each utterance, but for what the browser says of its own pages. */
  spoken(): string[];
  /** Presses and releases keys by their X names, such as `Tab` or `ctrl+Return`, one after the other. */
  press(...keys: string[]): void;
  type(words: string): void;
  stop(): Promise<void>;
}

/** Installs what is missing, as root on Debian; elsewhere it throws and says what is needed. */
function findScreenReader(): void {
  const isThere = () => [...PROGRAMS, BUS_LAUNCHER].every((path) => existsSync(path));
  if (!isThere() && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    execFileSync('apt-get', ['install', '-y', '-qq', ...PACKAGES], { stdio: 'inherit', env });
  }
  if (!isThere()) throw new Error(HOW);
}

const COMMANDS: Readonly<Record<Driven, (profile: string, url: string) => string[]>> = {
  chromium: (profile, url) => [
    ...[
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
    ],
    ...[
      '--disable-component-update',
      '--disable-sync',
      '--ozone-platform=x11',
      '--force-renderer-accessibility',
      `--user-data-dir=${profile}`,
      url,
    ],
  ],
  firefox: (profile, url) => ['--no-remote', '--profile', profile, url],
};

const FIREFOX_PREFERENCES = `user_pref('browser.shell.checkDefaultBrowser', false);
user_pref('browser.aboutwelcome.enabled', false);
user_pref('datareporting.policy.dataSubmissionEnabled', false);
user_pref('accessibility.force_disabled', -1);
`;

/** What is said of the browser's own pages, whenever they are ready. */
const BROWSER = /New Tab|^Loading\. Please wait|^Finished loading/;

/** Starts a display, a session bus, a window manager, Orca and a browser that shows a page, each with an empty home. */
export async function startScreenReader(engine: Driven, url: string): Promise<ScreenReader> {
  findScreenReader();
  const home = mkdtempSync(join(tmpdir(), 'orca-'));
  const [profile, settings, log] = [join(home, 'profile'), join(home, '.local/share/orca'), join(home, 'spoken.txt')];
  for (const folder of [profile, settings]) mkdirSync(folder, { recursive: true });
  copyFileSync('test/support/orca-customizations.py', join(settings, 'orca-customizations.py'));
  writeFileSync(log, '');
  if (engine === 'firefox') writeFileSync(join(profile, 'user.js'), FIREFOX_PREFERENCES);
  const running: ChildProcess[] = [];
  const env: NodeJS.ProcessEnv = {
    ...{ PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: home, XDG_RUNTIME_DIR: home, SPOKEN: log },
    ...{ GSETTINGS_BACKEND: 'memory', LIBGL_ALWAYS_SOFTWARE: '1', GNOME_ACCESSIBILITY: '1', MOZ_CRASHREPORTER_DISABLE: '1' },
  };

  /** Starts a program; with `fd`, resolves with the first line that it writes there. */
  function start(program: string, args: readonly string[], fd?: 1 | 3): Promise<string> {
    const child = spawn(program, args, { env, stdio: ['ignore', fd === 1 ? 'pipe' : 'ignore', 'ignore', fd === 3 ? 'pipe' : 'ignore'] });
    running.unshift(child);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      if (fd) child.stdio[fd]?.once('data', (data: Uint8Array) => resolve(String(data).trim()));
      else resolve('');
    });
  }
  const spoken = () => readFileSync(log, 'utf8').split('\n').filter(Boolean);
  async function until(isDone: () => boolean, what: string): Promise<void> {
    for (let tries = 0; !isDone(); tries += 1) {
      if (tries > 600) throw new Error(`${what} did not come. Spoken: ${spoken().join(' | ')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  env['DISPLAY'] = `:${await start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], 3)}`;
  env['DBUS_SESSION_BUS_ADDRESS'] = await start('dbus-daemon', ['--session', '--nofork', '--print-address'], 1);
  // Orca needs an active window, and so a window manager.
  await start('openbox', []);
  await start(BUS_LAUNCHER, ['--launch-immediately']);
  for (const name of ['IsEnabled', 'ScreenReaderEnabled'])
    execFileSync(
      'gdbus',
      [
        ...['call', '--session', '--dest', 'org.a11y.Bus', '--object-path', '/org/a11y/bus'],
        ...['--method', 'org.freedesktop.DBus.Properties.Set', 'org.a11y.Status', name, '<true>'],
      ],
      { env },
    );
  await start('orca', ['--replace']);
  await until(() => spoken().includes('Screen reader on.'), 'Orca');
  await start(findBrowser(engine), COMMANDS[engine](profile, url));
  await until(() => spoken().some((line) => /^Finished loading|document web|^Chat/.test(line)), 'The page');

  const xdotool = (...args: string[]) => void execFileSync('xdotool', args, { env });
  return {
    spoken: () => spoken().filter((line) => !BROWSER.test(line)),
    press: (...keys) => xdotool('key', '--delay', '60', ...keys),
    type: (words) => xdotool('type', '--delay', '40', words),
    async stop() {
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(
        running.map((child) => child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once('exit', resolve))),
      );
      try {
        rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      } catch {
        // Processes that the browser has started may still write there. It is a temporary folder.
      }
    },
  };
}
