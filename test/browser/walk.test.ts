import type { Page, SerializedAXNode } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { english, type Strings } from '../../src/i18n/strings';
import { setStage } from '../support/pages';
import type { Outcome } from './fixtures/walk-app';

/** What can be perceived at one moment, and what is under way. */
interface Sight {
  readonly nodes: readonly SerializedAXNode[];
  readonly focused: SerializedAXNode | undefined;
  readonly pending: string;
  readonly record: string;
  /** What the live region says, which has no role, and how many there are. */
  readonly status: string;
  readonly regions: number;
  /** The same for the same sight. */
  readonly key: string;
}

const LABELS: Readonly<Record<string, string>> = {
  'Good response': 'What did you like? (optional)',
  'Neither good nor bad': 'What was missing? (optional)',
  'Bad response': 'What went wrong? (optional)',
};
const RATINGS = Object.keys(LABELS);
const ON_RECORD: Readonly<Record<string, string>> = { 'Good response': 'true', 'Bad response': 'false', 'Neither good nor bad': 'null' };
const OUTCOMES: readonly Outcome[] = ['accepts', 'is busy', 'refuses', 'forbids'];

const flatten = (node: SerializedAXNode): SerializedAXNode[] => [node, ...(node.children ?? []).flatMap(flatten)];
const isRating = ({ name = '' }: SerializedAXNode) => RATINGS.includes(name);

/** What the regions of this role say. */
const textOf = ({ nodes }: Sight, role: string) =>
  nodes
    .filter((node) => node.role === role)
    .flatMap(flatten)
    .filter((node) => node.role === 'StaticText')
    .map(({ name }) => name)
    .join('');

async function look(page: Page): Promise<Sight> {
  // Whatever the last deed set off is over after a few tasks, because time stands still.
  const { pending, record, draft } = await page.evaluate(async () => {
    for (let task = 0; task < 4; task += 1) await new Promise((resolve) => setTimeout(resolve));
    return { pending: window.walk.pending(), record: window.walk.record(), draft: window.walk.draft() };
  });
  const tree = await page.accessibility.snapshot({ interestingOnly: false });
  const nodes = tree ? flatten(tree) : [];
  const focused = nodes.find((node) => node.focused && node.role !== 'RootWebArea');
  const lines = nodes
    .filter(
      ({ role, name }) => !/^(none|generic|RootWebArea|InlineTextBox|LabelText|LineBreak)$/.test(role) || (name && role === 'generic'),
    )
    .map(({ role, name, pressed, invalid, description, value, focused }) =>
      [role, name && `"${name}"`, value && `= ${value}`, pressed && 'pressed', invalid && `invalid (${description})`, focused && 'focused']
        .filter(Boolean)
        .join(' '),
    );
  const regions = await page.$eval('clarifeye-feedback', ({ shadowRoot }) =>
    [...(shadowRoot?.querySelectorAll('[aria-live=polite]') ?? [])].map((region) => region.textContent ?? ''),
  );
  return {
    nodes,
    focused,
    pending,
    record,
    status: regions.join(''),
    regions: regions.length,
    key: [...lines, regions.join(''), pending && `pending ${pending}`, draft && `typed ${draft}`].filter(Boolean).join('\n'),
  };
}

/** What a person, or the server, can do now. */
function deedsAt({ nodes, pending }: Sight): string[] {
  const has = (role: string, name?: string) => nodes.some((node) => node.role === role && (!name || node.name === name));
  const box = nodes.find(({ role }) => role === 'textbox');
  return [
    'press Good response',
    'press Bad response',
    ...['Add a comment', 'Edit', 'Close', 'Remove', 'Undo', 'Retry'].filter((name) => has('button', name)).map((name) => `press ${name}`),
    ...(box && !box.value ? ['type'] : []),
    ...(box ? ['send', 'escape'] : []),
    ...(pending ? OUTCOMES.map((outcome) => `the server ${outcome}`) : []),
  ];
}

async function act(page: Page, deed: string): Promise<void> {
  const [, name] = /^press (.*)/.exec(deed) ?? [];
  const [, outcome] = /^the server (.*)/.exec(deed) ?? [];
  if (outcome) return page.evaluate((outcome) => window.walk.answer(outcome), outcome as Outcome);
  await page.evaluate((name) => {
    const root = document.querySelector('clarifeye-feedback')?.shadowRoot;
    const buttons = [...(root?.querySelectorAll('button') ?? [])];
    const target = name ? buttons.find((button) => (button.ariaLabel ?? button.textContent) === name) : root?.querySelector('textarea');
    target?.focus();
  }, name);
  if (name) await page.keyboard.press(name.endsWith('response') ? ' ' : 'Enter');
  else if (deed === 'type') await page.keyboard.type('Hm');
  else if (deed === 'escape') await page.keyboard.press('Escape');
  else {
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
  }
}

/** What is wrong with what came of a deed. */
function findFaults(before: Sight, deed: string, after: Sight): string[] {
  const { nodes, focused, pending, record } = after;
  const all = (role: string) => nodes.filter((node) => node.role === role);
  const ratings = nodes.filter((node) => node.role === 'button' && isRating(node));
  const pressed = ratings.filter((node) => node.pressed === true);
  const [chosen] = pressed;
  const [box] = all('textbox');
  const isStill = before.focused && nodes.some((node) => node.role === before.focused?.role && node.name === before.focused?.name);
  const focus = focused?.name ?? 'nothing';
  const rules: [isKept: boolean, rule: string][] = [
    [!!focused, 'the focus is in the widget'],
    [ratings.map(({ name }) => name).join() === RATINGS.join(), 'there are three ratings, and their names never change'],
    [all('group').some(({ name }) => name === 'Rate answer 1'), 'they stand in a group that tells which answer'],
    [ratings.every((node) => typeof node.pressed === 'boolean'), 'each tells whether it is pressed'],
    [pressed.length <= 1, 'at most one is pressed'],
    [ratings.every(({ description }) => !description), 'no tooltip is read as a description'],
    [nodes.every((node) => !node.disabled), 'nothing is disabled'],
    [nodes.every((node) => !/^(button|textbox|group)$/.test(node.role) || !!node.name), 'every control has a name'],
    [after.regions === 1 && all('alert').length <= 1, 'there is one live region for the status, and at most one alert'],
    [!after.status || !textOf(after, 'alert'), 'what happened is told once'],
    [!box || box.name === LABELS[chosen?.name ?? ''], 'the label of the box fits the rating'],
    [
      !box?.invalid || (!!box.description && (textOf(after, 'alert') || box.description) === box.description),
      'what is wrong with the words is tied to the box',
    ],
    [
      !/Thanks/.test(after.status) || (!!chosen && !pending && record.startsWith(ON_RECORD[chosen.name ?? ''] ?? '?')),
      'thanks are for what is on record',
    ],
    [!/removed/.test(after.status) || (!chosen && !record), 'removed is what is on record no more'],
    [!/^press (Good|Bad)/.test(deed) || `press ${focus}` === deed, 'a vote does not move the focus'],
    [!/^press (Add|Edit)/.test(deed) || focused?.role === 'textbox', 'opening the box focuses it'],
    [!/^(press Close|escape)/.test(deed) || /^(Add a comment|Edit)$/.test(focus), 'closing it returns the focus'],
    [
      !/^the server/.test(deed) || !isStill || focus === before.focused?.name || focused?.role === before.focused?.role,
      'an answer of the server moves no focus',
    ],
    [deed !== 'send' || !!box || /^(Edit|Add a comment)$/.test(focus), 'after Send the focus is where it can be edited'],
  ];
  return rules.filter(([isKept]) => !isKept).map(([, rule]) => rule);
}

describe('a walk over every state', () => {
  const stage = setStage();

  it('keeps the focus and the accessible tree in order', { timeout: 600_000 }, async () => {
    const { page, log } = await stage.open('<script type="module" src="/app/walk-app.js"></script>');
    await page.waitForFunction('window.walk');
    await page.keyboard.press('Tab');
    const graph = new Map<string, Map<string, string>>();
    const deeds = new Map<string, string[]>();
    const trail: string[] = [];
    const faults: string[] = [];
    const told = new Set<string>();
    let here = await look(page);

    const visit = (sight: Sight) => {
      if (!graph.has(sight.key)) graph.set(sight.key, new Map());
      if (!deeds.has(sight.key)) deeds.set(sight.key, deedsAt(sight));
    };
    const untried = (key: string) => deeds.get(key)?.find((deed) => !graph.get(key)?.has(deed));

    /** The way to the nearest state where something is left to try. */
    function wayOn(from: string): string[] | undefined {
      const ways = new Map([[from, [] as string[]]]);
      for (const [key, way] of ways) {
        const next = untried(key);
        if (next) return [...way, next];
        for (const [deed, to] of graph.get(key) ?? []) if (!ways.has(to)) ways.set(to, [...way, deed]);
      }
      return undefined;
    }

    visit(here);
    for (let way = wayOn(here.key); way; way = wayOn(here.key)) {
      const [deed = ''] = way;
      await act(page, deed);
      const after = await look(page);
      trail.push(deed);
      graph.get(here.key)?.set(deed, after.key);
      visit(after);
      faults.push(...findFaults(here, deed, after).map((rule) => `${rule}: not after ${trail.slice(-6).join(', ')}\n${after.key}`));
      here = after;
      for (const text of [after.status, textOf(after, 'alert')]) if (text) told.add(text);
      if (faults.length || trail.length > 5000) break;
    }
    expect(faults).toEqual([]);
    // Nothing but the refusals that it meets, and who may have been signed in before.
    expect(log.filter((line) => !/^clarifeye-feedback: ((invalid|forbidden): POST |user-key: )/.test(line))).toEqual([]);
    // The walk has been everywhere.
    expect([...told].sort()).toEqual(
      ['cannotChange', 'cannotRate', 'keepOpen', 'removed', 'saved']
        .map((name) => english[name as keyof Strings])
        .concat('Leave out names.')
        .sort(),
    );
    expect(graph.size).toBeGreaterThan(150);
  });
});
