import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { setStage } from '../support/pages';
import { CONVERSATION_ID } from '../support/people';
import { type ScreenReader, startScreenReader } from '../support/screen-reader';

/** What was spoken after each step, by browser and scene. `npm run test:screenreader -- --update` records it anew, and `npm run docs` makes docs/screen-reader.md of it. */
const TRANSCRIPTS = 'test/screenreader/transcripts.json';
type Transcript = readonly (readonly [step: string, spoken: readonly string[]])[];
type Transcripts = Record<string, Record<string, Transcript>>;

/** What the person does, and the keys for it. A step that begins with a quotation mark types the words. */
type Step = readonly [what: string, ...keys: string[]];

interface Scene {
  readonly attributes?: string;
  readonly steps: readonly Step[];
  /** Prepares the API before the person begins. */
  readonly prepare?: 'refuses' | 'isDown' | 'isSignedOut';
}

const TO_THE_LAST_RATING: Step = ['goes to the last rating', 'Tab', 'Tab', 'Tab'];

const SCENES: Readonly<Record<string, Scene>> = {
  'rates, gives a reason and words, edits, removes and takes that back': {
    steps: [
      ['goes to the ratings', 'Tab'],
      ['goes on', 'Tab'],
      ['goes on', 'Tab'],
      ['presses it', 'space'],
      ['goes on', 'Tab'],
      ['chooses the reason', 'space'],
      ['goes on', 'Tab'],
      ['"Far too long'],
      ['goes on', 'Tab'],
      ['sends it', 'Return'],
      ['edits it', 'Return'],
      ['"!'],
      ['sends it', 'ctrl+Return'],
      ['goes on', 'Tab'],
      ['removes it', 'Return'],
      ['goes back to the first rating', 'shift+Tab', 'shift+Tab'],
      ['goes on', 'Tab', 'Tab', 'Tab'],
      ['takes that back', 'Return'],
    ],
  },
  'changes the rating after words were sent': {
    steps: [
      TO_THE_LAST_RATING,
      ['presses it', 'space'],
      ['goes to the box', 'Tab', 'Tab'],
      ['"Too long'],
      ['sends it', 'ctrl+Return'],
      ['goes back to the first rating', 'shift+Tab', 'shift+Tab', 'shift+Tab'],
      ['presses it', 'space'],
      ['goes to the box', 'Tab', 'Tab', 'Tab', 'Tab'],
    ],
  },
  'is refused': { prepare: 'refuses', steps: [TO_THE_LAST_RATING, ['presses it', 'space']] },
  'is offline': { prepare: 'isDown', steps: [TO_THE_LAST_RATING, ['presses it', 'space']] },
  'is signed out': {
    prepare: 'isSignedOut',
    steps: [TO_THE_LAST_RATING, ['presses it', 'space'], ['goes on', 'Tab'], ['tries again', 'space']],
  },
  'sends rating and words together': {
    attributes: 'submit-on="send"',
    steps: [
      TO_THE_LAST_RATING,
      ['presses it', 'space'],
      ['goes to the box', 'Tab', 'Tab'],
      ['"Too long'],
      ['goes on', 'Tab'],
      ['sends it', 'Return'],
    ],
  },
  'writes too much': {
    attributes: 'max-length="8"',
    steps: [TO_THE_LAST_RATING, ['presses it', 'space'], ['goes to the box', 'Tab', 'Tab'], ['"Far too long'], ['sends it', 'ctrl+Return']],
  },
  'reads everything in browse mode': {
    steps: [
      TO_THE_LAST_RATING,
      ['presses it', 'space'],
      ['begins to read', 'ctrl+Home'],
      ['reads on', 'Down'],
      ['reads on', 'Down'],
      ['reads on', 'Down'],
      ['reads on', 'Down'],
      ['reads on', 'Down'],
      ['reads on', 'Down'],
      ['reads on', 'Down'],
    ],
  },
};

/** What Orca says of the group around the widget's controls, also where it believes that one has left it meanwhile. */
const GROUP = /^(leaving panel\. )?Rate answer 1 panel (?=.)/;

/**
 * What was spoken after a step, without the group but for the first one, which enters it: where the focus has moved by itself, Orca says the group again if
 * it has not seen the former control before that was gone.
 */
const comparable = (index: number, lines: readonly string[]): readonly string[] =>
  index > 0 ? lines.map((line) => line.replace(GROUP, '')) : lines;

const TOKEN = `<title>Chat</title><script>getFeedbackToken = () => 'ada-token'; clarifeyeFeedbackConfig = { reasons: { down: ['Wrong'] } }</script>`;
const engine = inject('engine') as 'chromium' | 'firefox';
const isUpdating = inject('isUpdating');
const read = (): Transcripts => (existsSync(TRANSCRIPTS) ? JSON.parse(readFileSync(TRANSCRIPTS, 'utf8')) : {});

describe(`Orca in ${engine}, where a person`, () => {
  const stage = setStage();
  let orca: ScreenReader | undefined;

  afterEach(async () => {
    await orca?.stop();
    orca = undefined;
  });

  const quiet = async (reader: ScreenReader, ms: number) => {
    for (let before = -1; before !== reader.spoken().length; ) {
      before = reader.spoken().length;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  };

  it.each(Object.entries(SCENES))('%s', async (name, { attributes = '', steps, prepare }) => {
    if (prepare === 'refuses') await stage.api.meet({ method: 'POST', status: 403 });
    if (prepare === 'isSignedOut') await stage.api.meet(...Array.from({ length: 2 }, () => ({ method: 'POST', status: 401 }) as const));
    if (prepare === 'isDown') await stage.api.meet(...Array.from({ length: 9 }, () => ({ method: 'POST', drop: 'before' }) as const));
    const widget = `<clarifeye-feedback ${attributes} conversation-id="${CONVERSATION_ID}" query-id="0"></clarifeye-feedback>`;
    const url = stage.serve(`${TOKEN}<p>An answer.</p><button autofocus>Copy</button>${widget}<p>The end.</p>${stage.script()}`);
    orca = await startScreenReader(engine, url);
    await quiet(orca, 1500);
    const told = read()[engine]?.[name] ?? [];
    const transcript: [string, string[]][] = [];
    for (const [index, [what, ...keys]] of steps.entries()) {
      const before = orca.spoken().length;
      // A button that is pressed and focused at one moment is sometimes said to be pressed twice.
      const isEcho = (line: string, index: number, lines: readonly string[]) => !!lines[index - 1]?.endsWith(` ${line}`);
      // Orca may still be reading the page when the first key is pressed.
      const isPage = (line: string) => index === 0 && /^(An answer\.)? ?(Copy push button)?$/.test(line);
      const spoken = () =>
        (orca?.spoken().slice(before) ?? []).filter((line, index, lines) => !isPage(line) && !isEcho(line, index, lines));
      if (what.startsWith('"')) orca.type(what.slice(1));
      for (const key of keys) {
        const lines = orca.spoken().length;
        orca.press(key);
        if (keys.length < 2) continue;
        // A busy machine says late what each key has reached, and nothing of what the next one leaves.
        for (let tries = 0; tries < 50 && orca.spoken().length === lines; tries += 1)
          await new Promise((resolve) => setTimeout(resolve, 100));
        await quiet(orca, 1000);
      }
      const expected = told[index]?.[1] ?? [];
      if (isUpdating) await quiet(orca, 2500);
      else {
        const [last] = comparable(index, expected).slice(-1);
        const isSaid = () => spoken().length >= expected.length && comparable(index, spoken()).at(-1) === last;
        for (let tries = 0; tries < 150 && !isSaid(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
        await quiet(orca, 700);
        // While one types near the limit, how often the counter is read depends on the pace.
        const isTyped = what.startsWith('"');
        const [heard, wanted] = [spoken(), expected].map((lines) => comparable(index, isTyped ? lines.slice(-1) : lines));
        expect([what, heard]).toEqual([what, wanted]);
      }
      transcript.push([what.startsWith('"') ? `types ${what.slice(1)}` : what, spoken()]);
    }
    if (!isUpdating) return;
    const all = read();
    writeFileSync(TRANSCRIPTS, `${JSON.stringify({ ...all, [engine]: { ...all[engine], [name]: transcript } }, null, 2)}\n`);
  });
});
