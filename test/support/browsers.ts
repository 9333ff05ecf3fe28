import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

export type Engine = 'chromium' | 'firefox' | 'webkit';

/** The engines that puppeteer drives. */
export type Driven = Exclude<Engine, 'webkit'>;

interface Kind {
  readonly name: string;
  /** The environment variable that names the binary. */
  readonly variable: string;
  /** The package on Debian. */
  readonly debian: string;
  readonly places: readonly string[];
}

const KINDS: Readonly<Record<Driven, Kind>> = {
  chromium: {
    name: 'Chromium or Chrome',
    variable: 'CHROME_PATH',
    debian: 'chromium',
    places: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/snap/bin/chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    ],
  },
  firefox: {
    name: 'Firefox',
    variable: 'FIREFOX_PATH',
    debian: 'firefox-esr',
    places: [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/snap/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
  },
};

/** The path of a browser. As root on Debian it installs one; elsewhere it throws and says how to get one. */
export function findBrowser(engine: Driven): string {
  const kind = KINDS[engine];
  const how = `These tests need ${kind.name}. Install it (on Debian: apt-get install ${kind.debian}), or set ${kind.variable} to its binary.`;
  const given = process.env[kind.variable];
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`${kind.variable} is ${given}, which does not exist. ${how}`);
  }
  const find = () => kind.places.find((place) => existsSync(place));
  if (!find()) installOnDebian(kind, how);
  const found = find();
  if (found) return found;
  throw new Error(how);
}

const SHELL = '/usr/bin/chromium-headless-shell';

/**
 * The browser for tests that need no window. Chromium's headless shell, which Debian has, is the same engine without the parts around a page, and takes
 * less than half of the time; it has no back/forward cache.
 */
export function findHeadless(engine: Driven): string {
  if (engine === 'firefox' || process.env[KINDS.chromium.variable]) return findBrowser(engine);
  try {
    if (!existsSync(SHELL)) installOnDebian({ name: 'Chromium', debian: 'chromium-headless-shell' }, '');
  } catch {
    // An older Debian has none.
  }
  return existsSync(SHELL) ? SHELL : findBrowser(engine);
}

function installOnDebian({ name, debian }: Pick<Kind, 'name' | 'debian'>, how: string): void {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  console.log(`Installing ${name} for the browser tests …`);
  const run = (...args: string[]) =>
    execFileSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  try {
    run('update', '-qq');
    run('install', '-y', '-qq', debian);
  } catch (cause) {
    throw new Error(how, { cause });
  }
}

const QUIET = ['disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];

/** What a Chromium draws the same way on every machine. */
const STEADY = ['font-render-hinting=none', 'force-color-profile=srgb', 'hide-scrollbars', 'disable-lcd-text'];

/** Starts a headless browser with an empty profile and no traffic of its own. */
export function launch(engine: Driven, executablePath: string, preferences: Readonly<Record<string, unknown>> = {}): Promise<Browser> {
  if (engine === 'firefox') return puppeteer.launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: preferences });
  const args = ['--no-sandbox', ...[...QUIET, ...STEADY].map((flag) => `--${flag}`)];
  // People have the back/forward cache, which puppeteer turns off.
  return puppeteer.launch({ executablePath, headless: true, args, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
}
