import { type Action, actionsOf, after, createWorld, judge, keyOf, type Rule, type Setting, type World, type Wrong } from './world';

export interface Found {
  /** Distinct states that were visited. */
  readonly states: number;
  /** Steps from one state to another. */
  readonly steps: number;
  /** The number of ways that lead, without a detour, to a state in which nothing is left to happen. */
  readonly schedules: number;
  /** Whether there are no more states. */
  readonly isComplete: boolean;
  readonly wrong: Wrong | null;
  /** The shortest way to what is wrong. */
  readonly trace: readonly string[];
}

interface Node {
  readonly world: World;
  readonly index: number;
}

/** Visits all states that can be reached, the nearest first, until one of them is wrong or there are too many. */
export function search(setting: Setting, mostStates: number): Found {
  const indexes = new Map<number, number>();
  const parents: number[] = [];
  const names: string[] = [];
  const depths: number[] = [];
  const ways: number[] = [];
  let queue: Node[] = [];
  let steps = 0;
  let schedules = 0;

  function visit(world: World, parent: number, name: string): Node | null {
    const key = hash(keyOf(world));
    const known = indexes.get(key);
    const depth = parent < 0 ? 0 : (depths[parent] ?? 0) + 1;
    const more = parent < 0 ? 1 : (ways[parent] ?? 0);
    if (known !== undefined) {
      if (depths[known] === depth) ways[known] = (ways[known] ?? 0) + more;
      return null;
    }
    const index = parents.length;
    indexes.set(key, index);
    parents.push(parent);
    names.push(name);
    depths.push(depth);
    ways.push(more);
    return { world, index };
  }

  function trace(index: number): string[] {
    const way: string[] = [];
    for (let at = index; at > 0; at = parents[at] ?? 0) way.unshift(names[at] ?? '');
    return way;
  }

  const result = (isComplete: boolean, wrong: Wrong | null = null, way: readonly string[] = []): Found => ({
    states: parents.length,
    steps,
    schedules,
    isComplete,
    wrong,
    trace: way,
  });

  const first = visit(createWorld(setting), -1, '');
  if (first) queue.push(first);
  while (queue.length) {
    const next: Node[] = [];
    for (const { world, index } of queue) {
      if (world.wrong) return result(false, world.wrong, trace(index));
      const actions: Action[] = actionsOf(world);
      if (actions.every(({ isOptional }) => isOptional)) {
        schedules += ways[index] ?? 0;
        const wrong = judge(world);
        if (wrong) return result(false, wrong, trace(index));
      }
      for (const action of actions) {
        steps += 1;
        const node = visit(after(world, action), index, action.name);
        if (node) next.push(node);
      }
      if (parents.length >= mostStates) return result(false);
    }
    queue = next;
  }
  return result(true);
}

/** The settings that are searched: each has one kind of trouble that the others leave out. */
export const SETTINGS = {
  'one tab, a token that others share': { tabs: 1, isStorageShared: false, hasLocks: true, isPersonKnown: false, hasRedaction: false },
  'one tab, a known person': { tabs: 1, isStorageShared: false, hasLocks: true, isPersonKnown: true, hasRedaction: false },
  'one tab, words that the host looks at': { tabs: 1, isStorageShared: true, hasLocks: true, isPersonKnown: false, hasRedaction: true },
  'two tabs, one storage': { tabs: 2, isStorageShared: true, hasLocks: true, isPersonKnown: false, hasRedaction: false },
  'two tabs, a storage each': { tabs: 2, isStorageShared: false, hasLocks: true, isPersonKnown: false, hasRedaction: false },
  'two tabs, no locks': { tabs: 2, isStorageShared: true, hasLocks: false, isPersonKnown: true, hasRedaction: false },
} as const satisfies Readonly<Record<string, Omit<Setting, 'choices' | 'presses' | 'faults'>>>;

export type SettingName = keyof typeof SETTINGS;

const UP = { rating: 'up', comment: '' } as const;
const DOWN = { rating: 'down', comment: '' } as const;
const WORDS = { rating: 'down', comment: 'Words' } as const;

/** A setting with so many presses and faults. */
export function settingOf(name: SettingName, presses: number, faults: number, off?: Rule): Setting {
  const facts = SETTINGS[name];
  return { ...facts, choices: facts.hasRedaction ? [UP, WORDS, null] : [UP, DOWN, null], presses, faults, off };
}

/** Where the lack of each rule shows soonest, and what goes wrong there. */
export const SHOWN_IN: Readonly<Record<Rule, readonly [setting: SettingName, presses: number, faults: number, wrong: Wrong]>> = {
  oneRequest: ['one tab, a token that others share', 2, 0, 'stale'],
  ownAnswers: ['one tab, a token that others share', 1, 1, 'lost'],
  lookAfterPost: ['one tab, a token that others share', 2, 1, 'stale'],
  knownStays: ['one tab, a known person', 2, 1, 'duplicate'],
  recheck: ['one tab, a token that others share', 2, 1, 'duplicate'],
  sharedToken: ['one tab, a token that others share', 1, 0, 'foreign'],
  tabs: ['two tabs, a storage each', 1, 0, 'duplicate'],
  startAgain: ['one tab, a token that others share', 1, 1, 'lost'],
  latestState: ['one tab, words that the host looks at', 2, 0, 'stale'],
};

/** A hash of 53 bits (cyrb53): among a million states two are taken for one with a probability of 0.00006. */
function hash(text: string): number {
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return 4294967296 * (2097151 & high) + (low >>> 0);
}
