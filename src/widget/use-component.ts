import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { addComponent, partsOf } from '../client/index.js';
import type { FeedbackClient, Phase } from '../domain/index.js';
import { findLanguage } from '../i18n/index.js';
import { logOnce } from '../platform/index.js';
import type { FeedbackWidgetProps, InnerProps } from './props.js';

/** More new clients of one person than this, made while the component renders or one soon after the other, are not from a sign-in or a hot update. */
const MAX_CLIENTS = 3;
/** What counts as soon, in milliseconds. */
const SOON_MS = 1000;

/** Whether Preact is rendering. React calls a component of Preact like one of its own, where no hook of Preact works: the console is told then. */
export function isInPreact(name: string): boolean {
  try {
    // biome-ignore lint/correctness/useHookAtTopLevel: a hook that throws is what is looked for; where it does not, it is always called.
    useRef(null);
    return true;
  } catch {
    logOnce(
      'error',
      `react: got ${name} outside of a render by Preact, needs that of clarifeye-feedback/react in React, and in Preact one copy of it in the bundle. In Vue, Svelte and others it is <clarifeye-feedback>.`,
    );
    return false;
  }
}

/** The clients that one component was given. */
export interface SeenClients {
  readonly all: WeakSet<object>;
  /** Whom the newest one is for, and when it came. */
  person: string | undefined;
  at: number;
  /** How many came from renders in a row. */
  count: number;
  /** Whether the newest one was rendered twice in a task. */
  isTwice: boolean;
}

export const createSeenClients = (): SeenClients => ({ all: new WeakSet(), person: undefined, at: 0, count: 0, isTwice: false });

/** Warns if the host creates a client in each render: a new one knows nothing of what is typed and sent by the one before. */
export function checkClient(seen: SeenClients, client: FeedbackClient | null | undefined, name: string): void {
  const { models, person, isNew } = partsOf(client);
  if (!client || !models) return;
  if (seen.all.has(client)) {
    // A render that comes at once may be the second one of React's strict mode.
    if (isNew) seen.isTwice = true;
    else seen.count = 0;
    return;
  }
  seen.all.add(client);
  const now = performance.now();
  const isFromRender = person === seen.person && ((isNew && !seen.isTwice) || now - seen.at < SOON_MS);
  Object.assign(seen, { person, at: now, isTwice: false, count: isFromRender ? seen.count + 1 : 0 });
  if (seen.count >= MAX_CLIENTS)
    logOnce('warn', `${name}: got a new client in every render, needs one that is created once, outside of the component.`);
}

/** {@link checkClient} as a hook of Preact. */
export function useClientCheck(client: FeedbackClient | null | undefined, name: string): void {
  checkClient(useRef(createSeenClients()).current, client, name);
}

/** What only the Preact component does, because the page itself draws it: `diagnose` finds it, and the console tells of its mistakes. Returns what hears of its phases. */
export function useComponent({ client, locale }: FeedbackWidgetProps, { options, setupError }: InnerProps): (phase: Phase) => void {
  useClientCheck(client, 'client prop');
  const phase = useRef<Phase>('idle');
  const facts = useRef({});
  facts.current = { ...options, ...(setupError && { phase: 'failed' }) };
  useLayoutEffect(() => {
    const { lang } = document.documentElement;
    const language = findLanguage(lang);
    if (!locale && !options.strings?.lang && language && language !== 'en')
      logOnce(
        'info',
        `locale prop: got nothing on a page in "${lang}", so English is used; import clarifeye-feedback/locales/${language}.`,
      );
    return addComponent(() => ({ phase: phase.current, ...facts.current }));
  }, []);
  return useMemo(
    () => (now) => {
      phase.current = now;
    },
    [],
  );
}
