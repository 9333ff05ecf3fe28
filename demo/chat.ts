import { type ReadonlySignal, signal } from '@preact/signals';
import { CLOSING, type Script } from './setting';

/** One question and its answer; the answer's query id is known only once it is complete. */
export interface Exchange {
  /** The page's own id of the answer, which it has before there is a query id. */
  readonly id: string;
  readonly question: string;
  readonly words: string;
  readonly queryId: number | null;
}

/** One conversation of the demo, in which answers stream in word by word. */
export interface Chat {
  readonly id: string;
  readonly title: string;
  readonly exchanges: ReadonlySignal<readonly Exchange[]>;
  /** The question that the script has next. */
  readonly suggestion: ReadonlySignal<string>;
  /** Asks a question; does nothing while an answer is streaming. */
  ask(question: string): void;
}

const WORD_MS = 45;

const keyOf = (id: string) => `demo-chat-${id}`;

/** What was said before the page was reloaded, as long as the tab lives: the records are as old. */
function readStored(id: string): readonly Exchange[] | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(id)) ?? 'null');
  } catch {
    return null;
  }
}

function store(id: string, exchanges: readonly Exchange[]): void {
  try {
    sessionStorage.setItem(keyOf(id), JSON.stringify(exchanges));
  } catch {
    // Without a storage, the chat lasts as long as the page.
  }
}

/** Makes a chat in which the script's first turn has already happened. */
export function createChat({ id, title, turns }: Script): Chat {
  const [first] = turns;
  const start: readonly Exchange[] = first ? [{ id: `${id}-0`, question: first.question, words: first.answer, queryId: 0 }] : [];
  const exchanges = signal(readStored(id) ?? start);
  const suggestion = signal(turns[exchanges.value.length]?.question ?? '');

  function replaceLast(change: Partial<Exchange>): void {
    const last = exchanges.value.at(-1);
    if (last) exchanges.value = [...exchanges.value.slice(0, -1), { ...last, ...change }];
  }

  return {
    id,
    title,
    exchanges,
    suggestion,
    ask(question) {
      if (exchanges.value.at(-1)?.queryId === null) return;
      const queryId = exchanges.value.length;
      const words = (turns[queryId]?.answer ?? CLOSING).split(/(?<=\s)/);
      exchanges.value = [...exchanges.value, { id: `${id}-${queryId}`, question, words: '', queryId: null }];
      suggestion.value = turns[queryId + 1]?.question ?? '';
      let shown = 0;
      const timer = setInterval(() => {
        shown += 1;
        replaceLast({ words: words.slice(0, shown).join('') });
        if (shown < words.length) return;
        clearInterval(timer);
        replaceLast({ queryId });
        store(id, exchanges.value);
      }, WORD_MS);
    },
  };
}
