import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const HOW =
  'The browser tests need Chromium or Chrome. Install one (on Debian: apt-get install chromium), or set CHROME_PATH to its binary.';

/** The path of a Chromium. As root on Debian it installs one; elsewhere it throws and says how to get one. */
export function findChromium(): string {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) {
    if (existsSync(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH is ${CHROME_PATH}, which does not exist. ${HOW}`);
  }
  const find = () => PLACES.find((place) => existsSync(place));
  if (!find()) installOnDebian();
  const found = find();
  if (found) return found;
  throw new Error(HOW);
}

function installOnDebian(): void {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  console.log('Installing Chromium for the browser tests …');
  const run = (...args: string[]) =>
    execFileSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  try {
    run('update', '-qq');
    run('install', '-y', '-qq', 'chromium');
  } catch (cause) {
    throw new Error(HOW, { cause });
  }
}

/** Starts a headless Chromium with an empty profile and no traffic of its own. */
export function launchChromium(executablePath: string): Promise<Browser> {
  const quiet = [
    'disable-gpu',
    'disable-quic',
    'no-first-run',
    'disable-background-networking',
    'disable-component-update',
    'disable-sync',
  ];
  return puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox', ...quiet.map((flag) => `--${flag}`)] });
}
